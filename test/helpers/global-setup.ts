/** Once per vitest run: a local server that starts a real PostgreSQL when the first test asks for it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers with the URL of the PostgreSQL server once it runs. */
    postgresDoor: string;
  }
}

const PROGRAM = join(import.meta.dirname, "../contracts/postgres-server.ts");
const answerSchema = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);

interface Running {
  url: string;
  stop(): Promise<void>;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined;
  const server = createServer((_request, response) => {
    running ??= startServer();
    running.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  project.provide("postgresDoor", `http://127.0.0.1:${address.port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    await running?.then(
      (server) => server.stop(),
      () => undefined,
    );
  };
}

/** The program ends with its standard input, which closes when this process ends in any way. */
async function startServer(): Promise<Running> {
  // In its own process group, a Ctrl-C does not reach the program, so it can clean up.
  const program = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const exited = once(program, "exit");
  const lines = createInterface(program.stdout);
  const [line] = await Promise.race([once(lines, "line"), exited.then(() => [""])]);
  const stop = async () => {
    program.stdin.end();
    await exited;
  };
  const answer = answerSchema.parse(JSON.parse(String(line || `{"error": "PostgreSQL ended before it began"}`)));
  if ("url" in answer) return { url: answer.url, stop };
  await stop();
  throw new Error(answer.error);
}
