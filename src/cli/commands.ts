/** The commands that the service executes, with their inputs. */
import type { NewConnection } from "../connections/add-connection.ts";
import type { NewKeys } from "../connections/replace-keys.ts";
import type { Moment } from "./read-moment.ts";

export interface CommandInputs {
  activity: { account: string | null; limit: number };
  "activity show": { account: string; activityId: string };
  replay: { account: string; activityId: string };
  /** Everything that failed, of one account or of all. */
  "replay failed": { account: string | null };
  "catch-up": { account: string; from: Moment; to: Moment };
  doctor: { account: string | null };
  "rotate-keys": Record<string, never>;
  /** A phone number as typed. */
  erase: { typed: string; account: string | null };
  /** `unchecked` skips the check that PUBLIC_URL leads to the service. */
  "connection add": NewConnection & { unchecked?: boolean };
  "connection keys": NewKeys;
  /** Removes webhooks at our address that no connection uses. */
  "remove orphans": { account: string | null };
  migrate: Record<string, never>;
}

export type CommandName = keyof CommandInputs;

/** The dependencies of a command. */
export interface CliDeps {
  say(line: string): void;
  start(): Promise<void>;
  /** Sends the command to the process that runs on this data folder, or to services built for it. */
  run<N extends CommandName>(name: N, input: CommandInputs[N]): Promise<unknown>;
  /** The content of a file, or of standard input for `-`. */
  read(file: string): Promise<string>;
  fetch: typeof fetch;
}

/** Prints JSON for programs, or text for people. */
export function print(
  deps: Pick<CliDeps, "say">,
  json: boolean | undefined,
  answer: unknown,
  forPeople: () => string,
): void {
  deps.say(json ? JSON.stringify(answer, null, 2) : forPeople());
}
