/** Once per run of vitest: a small server that makes what test files share when the first one asks for it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { TestProject } from "vitest/node";
import type { SharedThing } from "./shared.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers `/postgres` and its like with text: see shared.ts. */
    sharedUrl: string;
  }
}

const PROGRAM = join(import.meta.dirname, "../contracts/postgres-server.ts");
const answerSchema = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);

interface Made {
  content: string;
  stop?(): Promise<void>;
}

/** Loaded on demand: a run of unit tests needs none of it. */
const MAKERS: Record<SharedThing, () => Promise<Made>> = {
  postgres: startPostgres,
  "embedded-image": async () => ({ content: await (await import("./make-embedded-image.ts")).makeEmbeddedImage() }),
  console: async () => ({ content: await (await import("../console/console-site.ts")).buildConsole() }),
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = new Map<string, Promise<Made>>();
  const make = async (thing: string): Promise<Made> => {
    if (!Object.hasOwn(MAKERS, thing)) throw new Error(`nothing is called ${thing}`);
    const making = made.get(thing) ?? MAKERS[thing as SharedThing]();
    made.set(thing, making);
    return making;
  };
  const server = createServer((request, response) => {
    // A test may block its process for longer than an idle connection stays open.
    response.setHeader("connection", "close");
    make((request.url ?? "").slice(1)).then(
      ({ content }) => response.end(content),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server of shared things has no port");
  project.provide("sharedUrl", `http://127.0.0.1:${address.port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    const all = await Promise.allSettled(made.values());
    for (const one of all) if (one.status === "fulfilled") await one.value.stop?.();
  };
}

/** The program ends with its standard input, which always ends with this process. */
async function startPostgres(): Promise<Made> {
  // A process group of its own: a Ctrl-C must not end the program before it has removed its folder.
  const program = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const exited = once(program, "exit");
  const lines = createInterface(program.stdout);
  const [line] = await Promise.race([once(lines, "line"), exited.then(() => [""])]);
  const stop = async () => {
    program.stdin.end();
    await exited;
  };
  const answer = answerSchema.parse(JSON.parse(String(line || `{"error": "PostgreSQL ended before it began"}`)));
  if ("url" in answer) return { content: answer.url, stop };
  await stop();
  throw new Error(answer.error);
}
