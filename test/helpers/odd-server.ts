/** A server whose answers the test decides, and which tells when each exchange has ended. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface OddServer {
  url: string;
  host: string;
  /** How many requests came since the last call of `begin`. */
  asked(): number;
  /** Answers the next requests with this. */
  begin(listener: (message: IncomingMessage, response: ServerResponse, asked: number) => void): void;
  /** Resolves when this many requests have come. */
  reached(count: number): Promise<void>;
  /** Resolves when no exchange is open: each was answered in full, or its connection was closed. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function openOddServer(): Promise<OddServer> {
  const open = new Set<ServerResponse>();
  let waiting: { count: number; resolve(): void }[] = [];
  let quiets: (() => void)[] = [];
  let asked = 0;
  let answer: Parameters<OddServer["begin"]>[0] = (_message, response) => void response.end();
  const tell = () => {
    for (const { count, resolve } of waiting) if (asked >= count) resolve();
    waiting = waiting.filter(({ count }) => asked < count);
    if (open.size > 0) return;
    for (const resolve of quiets) resolve();
    quiets = [];
  };
  const listener: RequestListener = (message, response) => {
    asked += 1;
    open.add(response);
    response.once("close", () => {
      open.delete(response);
      tell();
    });
    message.resume();
    answer(message, response, asked);
    tell();
  };
  const server = await listen(listener);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked: () => asked,
    begin(next) {
      asked = 0;
      answer = next;
    },
    reached: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        tell();
      }),
    quiet: () =>
      new Promise((resolve) => {
        quiets.push(resolve);
        tell();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 600_000 }, listener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return server;
}
