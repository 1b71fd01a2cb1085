/** The commands that the service executes, with their inputs. */
import type { NewConnection } from "../connections/access/add-connection.ts";
import type { NewKeys } from "../connections/access/replace-keys.ts";
import type { Progress, Report } from "../kit/progress.ts";
import type { Moment } from "./read-moment.ts";

export interface CommandInputs {
  activity: { account: string | null; limit: number };
  "activity show": { account: string; activityId: string };
  /** Everything that failed, of one account or of all. `preview`: only counts it. */
  "replay failed": { account: string | null; preview: boolean };
  "catch-up": { account: string; from: Moment; to: Moment };
  doctor: { account: string | null };
  "rotate-keys": Record<string, never>;
  /** A phone number as typed. `preview`: reports what would be erased, and erases nothing. */
  erase: { typed: string; account: string | null; preview: boolean };
  /** One request to the admin API, as the operator. */
  api: { account: string; method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE"; path: string; body?: unknown };
  /** The connected Gorgias accounts. */
  accounts: Record<string, never>;
  /** `unchecked` skips the check that PUBLIC_URL leads to the service. */
  "connection add": NewConnection & { unchecked?: boolean };
  "connection keys": NewKeys;
  /** Deletes everything that is stored of a connection. */
  "connection erase": { account: string };
  /** Null account: a link to the page that sets up a new connection. */
  "console link": { account: string | null };
  /** Removes webhooks at our address that no connection uses. `preview`: only counts them. */
  "remove orphans": { account: string | null; preview: boolean };
  migrate: Record<string, never>;
}

export type CommandName = keyof CommandInputs;

/** A person at a terminal. */
interface Terminal {
  /** True for a yes. */
  confirm(question: string): Promise<boolean>;
}

/** The dependencies of a command. */
export interface CliDeps {
  say(line: string): void;
  start(): Promise<void>;
  /** Sends the command to the process that runs on this data folder, or to services built for it. */
  run<N extends CommandName>(name: N, input: CommandInputs[N], report?: Report): Promise<unknown>;
  /** The content of a file, or of standard input for `-`. */
  read(file: string): Promise<string>;
  /** Writes a file that only its owner can read. */
  write?(file: string, content: string): Promise<void>;
  fetch: typeof fetch;
  /** Null or left out: no person is there to answer. */
  terminal?: Terminal | null;
  /** Shows progress on a terminal until the answer is there. Left out: nothing is shown. */
  withProgress?<T>(what: string, work: (report: (progress: Progress) => void) => Promise<T>): Promise<T>;
}

/** Runs a long command with a progress bar where there is a terminal. */
export function runLong<N extends CommandName>(
  deps: CliDeps,
  what: string,
  name: N,
  input: CommandInputs[N],
): Promise<unknown> {
  if (!deps.withProgress) return deps.run(name, input);
  return deps.withProgress(what, (report) => deps.run(name, input, report));
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
