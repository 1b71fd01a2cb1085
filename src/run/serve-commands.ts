/** Executes commands from the data folder's socket. Only the running process can use the embedded database. */
import type { IncomingMessage, RequestListener } from "node:http";
import type { CommandInputs } from "../cli/commands.ts";
import type { Services } from "../services.ts";
import { isCommand, runCommand } from "./run-command.ts";

/** Only the folder's owner can open the socket, and the owner can read the database anyway. */
export function serveCommands(services: Services): RequestListener {
  return (request, response) => {
    void answer(services, request)
      .then((result) => ({ status: 200, body: { result } }))
      .catch((error: unknown) => ({ status: 400, body: { error: error instanceof Error ? error.message : "failed" } }))
      .then(({ status, body }) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      );
  };
}

async function answer(services: Services, request: IncomingMessage): Promise<unknown> {
  const name = decodeURIComponent(request.url?.slice(1) ?? "");
  if (!isCommand(name)) throw new Error(`The running service has no command "${name}". Restart it with this version.`);
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return runCommand(services, name, JSON.parse(Buffer.concat(pieces).toString()) as CommandInputs[typeof name]);
}
