/** The questions that commands put to the service, with what each brings. */
import type { NewConnection } from "../connections/add-connection.ts";
import type { NewKeys } from "../connections/replace-keys.ts";
import type { Moment } from "./read-moment.ts";

export interface CommandInputs {
  activity: { account: string | null; limit: number };
  "activity show": { account: string; subject: string };
  replay: { account: string; subject: string };
  /** Everything that failed: of one account, or of all. */
  "replay failed": { account: string | null };
  "catch-up": { account: string; from: Moment; to: Moment };
  doctor: { account: string | null };
  "rotate-keys": Record<string, never>;
  /** A phone number as it was typed. */
  erase: { typed: string; account: string | null };
  /** `unchecked`: PUBLIC_URL is not asked whether it leads to the service. */
  "connection add": NewConnection & { unchecked?: boolean };
  "connection keys": NewKeys;
  /** Webhooks at our address that no connection uses. */
  "remove orphans": { account: string | null };
  migrate: Record<string, never>;
}

export type CommandName = keyof CommandInputs;

/** What a command needs of its surroundings. */
export interface CliDeps {
  say(line: string): void;
  start(): Promise<void>;
  /** Has the service do it: the one that runs on this data folder, or one built for the purpose. */
  ask<N extends CommandName>(name: N, input: CommandInputs[N]): Promise<unknown>;
  /** The whole of a file, or of standard input for `-`. */
  read(file: string): Promise<string>;
  fetch: typeof fetch;
}

/** Prints for programs or for people. */
export function print(
  deps: Pick<CliDeps, "say">,
  json: boolean | undefined,
  answer: unknown,
  forPeople: () => string,
): void {
  deps.say(json ? JSON.stringify(answer, null, 2) : forPeople());
}
