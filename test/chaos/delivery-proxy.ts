/**
 * The webhook URL of the Aircall simulator: passes each delivery to a process that is ready, records what was answered,
 * and sometimes loses the answer.
 */
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Seeded } from "./seeded.ts";

/** All attempts at one body of one webhook. */
interface LedgerEntry {
  webhookKey: string;
  /** Answers of the service in their order. 0 is no answer. */
  statuses: number[];
}

export interface DeliveryProxy {
  url: string;
  ledger: Map<string, LedgerEntry>;
  /** How often an answer is lost, or a delivery refused without asking the service. */
  faults: { loseAnswer: number; refuse: number };
  close(): Promise<void>;
}

export async function openDeliveryProxy(ports: () => number[], random: Seeded): Promise<DeliveryProxy> {
  const ledger: DeliveryProxy["ledger"] = new Map();
  const faults = { loseAnswer: 0, refuse: 0 };
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = await buffer(incoming);
      const path = incoming.url ?? "/";
      const entry = entryFor(ledger, path, body);
      const [first, ...more] = ports();
      if (first === undefined || random.chance(faults.refuse)) return response.writeHead(502).end();
      const status = await pass(random.pick([first, ...more]), path, body);
      entry.statuses.push(status);
      if (random.chance(faults.loseAnswer)) return incoming.socket.destroy();
      return response.writeHead(status || 502).end("{}");
    })().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    faults,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The inbox identifies a body the same way. */
export function ledgerKey(webhookKey: string, body: Buffer): string {
  return `${webhookKey}/${createHash("sha256").update(body).digest("base64url")}`;
}

/** The entry of a delivery, made when it comes for the first time. */
export function entryFor(ledger: DeliveryProxy["ledger"], path: string, body: Buffer): LedgerEntry {
  const webhookKey = path.split("/").at(-1) ?? "";
  const key = ledgerKey(webhookKey, body);
  const entry = ledger.get(key) ?? { webhookKey, statuses: [] };
  ledger.set(key, entry);
  return entry;
}

/** The status, or 0 if the process died or hung. */
function pass(port: number, path: string, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const ask = request({ host: "127.0.0.1", port, path, method: "POST", agent: false, timeout: 8_000 }, (answer) => {
      // The status acknowledges the delivery, even if the body is lost.
      resolve(answer.statusCode ?? 0);
      answer.on("error", () => undefined).resume();
    });
    ask.setHeader("content-type", "application/json");
    ask.once("timeout", () => ask.destroy()).once("error", () => resolve(0));
    ask.end(body);
  });
}
