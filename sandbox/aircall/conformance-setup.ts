// The setup of the conformance tests: an Aircall simulator with a clock, an API client, and a server that receives webhooks.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";
import { seeded } from "./seed.ts";
import type { AircallSettings } from "./settings.ts";
import { startAircallSimulator, type AircallSimulator } from "./start.ts";

export const basic = `Basic ${Buffer.from(`${seeded.apiId}:${seeded.apiToken}`).toString("base64")}`;
export const bearer = `Bearer ${seeded.bearerToken}`;

const envelope = z.object({
  resource: z.string(),
  event: z.string(),
  timestamp: z.int(),
  token: z.string(),
  data: z.record(z.string(), z.unknown()),
});
type Envelope = z.infer<typeof envelope>;

interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  envelope: Envelope;
}

/** A webhook receiver on a real socket. `answer` decides the status of each request. */
interface Receiver {
  url: string;
  received: Received[];
  /** The events in order of arrival. */
  events(): string[];
  /** The data of the last delivery of this event. */
  dataOf(event: string): Record<string, unknown>;
  answer: (path: string) => number | "never";
}

export interface Setup {
  aircall: AircallSimulator;
  receiver: Receiver;
  clock: { ms: number };
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  /** Creates a webhook for the receiver and returns its JSON. */
  listen(options?: { auth?: string; events?: string[]; path?: string }): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

interface AskOptions {
  auth?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body, or an empty record. */
  json: Record<string, unknown>;
}

/** Starts everything; speed 0 unless the settings say otherwise, so that nothing happens by itself. */
export async function openSetup(settings: Partial<AircallSettings> = {}): Promise<Setup> {
  const clock = { ms: Date.UTC(2026, 10, 1, 12) };
  const aircall = await startAircallSimulator({
    now: () => clock.ms,
    random: () => 0.5,
    settings: { speed: 0, ...settings },
  });
  const { receiver, close } = await startReceiver();
  const ask = (method: string, path: string, options: AskOptions = {}) => askServer(aircall.url, method, path, options);
  return {
    aircall,
    receiver,
    clock,
    ask,
    listen: async ({ auth = bearer, events, path = "/hook" } = {}) => {
      const answer = await ask("POST", "/v1/webhooks", { auth, body: { url: `${receiver.url}${path}`, events } });
      return record(answer.json["webhook"]);
    },
    close: async () => {
      await Promise.all([aircall.close(), close()]);
    },
  };
}

/** A value that is known to be a JSON object. */
export function record(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(value);
}

/** A value that is known to be a list of JSON objects. */
export function records(value: unknown): Record<string, unknown>[] {
  return z.array(z.record(z.string(), z.unknown())).parse(value);
}

async function askServer(base: string, method: string, path: string, options: AskOptions): Promise<Answer> {
  const { auth = basic, body, headers = {} } = options;
  const response = await fetch(`${base}${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(auth === null ? {} : { authorization: auth }),
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json =
    response.headers.get("content-type")?.includes("json") === true && text !== "" ? record(JSON.parse(text)) : {};
  return { status: response.status, headers: response.headers, text, json };
}

async function startReceiver(): Promise<{ receiver: Receiver; close: () => Promise<void> }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      received.push({ headers: request.headers, text, envelope: envelope.parse(JSON.parse(text)) });
      const status = receiver.answer(request.url ?? "/");
      if (status !== "never") response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    events: () => received.map((one) => one.envelope.event),
    dataOf: (event) => record(received.findLast((one) => one.envelope.event === event)?.envelope.data),
    answer: () => 200,
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { receiver, close };
}
