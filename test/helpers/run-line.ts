/** Runs a command line on a fake service, whose answers a test gives. */
import { CommanderError } from "commander";
import type { CliDeps, CommandInputs } from "../../src/cli/commands.ts";
import { quietProgram } from "./quiet-program.ts";

export interface Outcome {
  /** What it prints, line by line. */
  said: string[];
  /** Every request to the API, as `PATCH /settings`, with its account and body. */
  api: { request: string; account: string; body: unknown }[];
  /** Every other request. */
  asked: [name: string, input: unknown][];
  /** `commander.…` for a wrong command line. */
  error: string | null;
}

export interface Fakes {
  /** Answers of the API, by request. */
  api?: Record<string, unknown>;
  /** Answers to other requests, by name. */
  answers?: { [N in keyof CommandInputs]?: unknown };
  /** What every file holds, and standard input. */
  file?: string;
  over?: Partial<CliDeps>;
}

export async function runLine(args: readonly string[], { api = {}, answers = {}, file = "", over }: Fakes = {}) {
  const outcome: Outcome = { said: [], api: [], asked: [], error: null };
  const deps: CliDeps = {
    say: (text) => void outcome.said.push(...text.split("\n")),
    start: async () => undefined,
    async run(name, input) {
      if (name !== "api") {
        outcome.asked.push([name, input]);
        return answers[name];
      }
      const { account, method, path, body } = input as CommandInputs["api"];
      const request = `${method} ${path}`;
      outcome.api.push({ request, account, body });
      if (Object.hasOwn(api, request)) return { status: 200, json: api[request] };
      return { status: 404, json: { error: { code: "not_found", message: `No answer to ${request}.` } } };
    },
    read: async () => file,
    fetch: () => Promise.reject(new Error("nothing may be fetched")),
    ...over,
  };
  const program = quietProgram(deps);
  await program.parseAsync([...args], { from: "user" }).catch((error: unknown) => {
    outcome.error = error instanceof CommanderError ? error.code : (error as Error).message;
  });
  return outcome;
}

/** The requests that change something. */
export function writesOf({ api }: Outcome): Outcome["api"] {
  return api.filter(({ request }) => !request.startsWith("GET "));
}
