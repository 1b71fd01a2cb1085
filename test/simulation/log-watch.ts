/** Reads every line that the nodes log, and keeps those that contain a secret. */
import { APPS } from "../helpers/world.ts";
import type { Sandbox } from "../../sandbox/start.ts";

export interface LogWatch {
  readonly lines: number;
  readonly violations: string[];
  /** What the logger writes to. */
  write(line: string): void;
}

export function watchLogs({ aircall, gorgias }: Sandbox): LogWatch {
  const violations: string[] = [];
  let lines = 0;
  /** Keys of all companies and accounts as they are now. */
  const secrets = () => [
    ...aircall.phone.state.companies.flatMap(({ apiKeys }) => apiKeys.map(({ apiToken }) => apiToken)),
    ...gorgias.desk.accounts().flatMap(({ account }) => {
      const { apiKey, oauth } = gorgias.desk.account(account);
      return [apiKey, ...oauth.grants.flatMap(({ refreshToken }) => refreshToken ?? [])];
    }),
    ...Object.values(APPS).map(({ clientSecret }) => clientSecret),
  ];
  return {
    violations,
    get lines() {
      return lines;
    },
    write(line) {
      lines += 1;
      const secret = secrets().find((each) => each !== "" && line.includes(each));
      if (secret !== undefined) violations.push(`a log line contains a secret: ${line.replaceAll(secret, "[secret]")}`);
    },
  };
}
