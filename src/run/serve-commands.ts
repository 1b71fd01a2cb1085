/**
 * Executes commands from the data folder's socket. Only the running process can use the embedded database. The answer
 * is one JSON object a line: progress first, then the result or the error.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { CommandInputs } from "../cli/commands.ts";
import type { Progress } from "../kit/progress.ts";
import { Refusal } from "../kit/refusal.ts";
import type { Services } from "../services.ts";
import { isCommand, runCommand } from "./run-command.ts";

/** One line of an answer. The last one has a result or an error. */
export interface CommandLine {
  progress?: Progress;
  result?: unknown;
  error?: string;
  /** Only of a refusal. */
  code?: string;
}

/** Only the folder's owner can open the socket, and the owner can read the database anyway. */
export function serveCommands(services: Services): RequestListener {
  return (request, response) => {
    const send = (line: CommandLine) => void response.write(`${JSON.stringify(line)}\n`);
    void answer(services, request, response, send)
      .then((result) => send({ result }))
      .catch((error: unknown) => send(describeError(error)))
      .then(() => response.end());
  };
}

function describeError(error: unknown): CommandLine {
  const message = error instanceof Error ? error.message : "failed";
  return error instanceof Refusal ? { error: message, code: error.code } : { error: message };
}

async function answer(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  send: (line: CommandLine) => void,
): Promise<unknown> {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const name = decodeURIComponent(request.url?.slice(1) ?? "");
  if (!isCommand(name))
    throw new Refusal("unknown_command", `The running service has no command "${name}". Restart it with this version.`);
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const input = JSON.parse(Buffer.concat(pieces).toString()) as CommandInputs[typeof name];
  return runCommand(services, name, input, (progress) => send({ progress }));
}
