/**
 * Where the Aircall simulator delivers: hands each delivery to a process that lives, keeps a ledger of what was answered,
 * and now and then loses the answer on its way back.
 */
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Seeded } from "./seeded.ts";

/** All attempts at one body of one webhook. */
interface LedgerEntry {
  webhookKey: string;
  /** Answers of the service in their order; 0 where there was none. */
  statuses: number[];
}

export interface FrontDoor {
  url: string;
  ledger: Map<string, LedgerEntry>;
  /** How often the answer is lost, or the service's process is asked for nothing at all. */
  weather: { loseAnswer: number; refuse: number };
  close(): Promise<void>;
}

export async function openFrontDoor(doors: () => number[], random: Seeded): Promise<FrontDoor> {
  const ledger: FrontDoor["ledger"] = new Map();
  const weather = { loseAnswer: 0, refuse: 0 };
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = await buffer(incoming);
      const path = incoming.url ?? "/";
      const entry = entryFor(ledger, path, body);
      const [first, ...more] = doors();
      if (first === undefined || random.chance(weather.refuse)) return response.writeHead(502).end();
      const status = await pass(random.pick([first, ...more]), path, body);
      entry.statuses.push(status);
      if (random.chance(weather.loseAnswer)) return incoming.socket.destroy();
      return response.writeHead(status || 502).end("{}");
    })().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    weather,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As the inbox tells bodies apart. */
export function ledgerKey(webhookKey: string, body: Buffer): string {
  return `${webhookKey}/${createHash("sha256").update(body).digest("base64url")}`;
}

function entryFor(ledger: FrontDoor["ledger"], path: string, body: Buffer): LedgerEntry {
  const webhookKey = path.split("/").at(-1) ?? "";
  const key = ledgerKey(webhookKey, body);
  const entry = ledger.get(key) ?? { webhookKey, statuses: [] };
  ledger.set(key, entry);
  return entry;
}

/** The status, or 0 when the process died or hung over it. */
function pass(port: number, path: string, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const ask = request({ host: "127.0.0.1", port, path, method: "POST", agent: false, timeout: 8_000 }, (answer) => {
      // Its head is the promise, whatever becomes of the rest.
      resolve(answer.statusCode ?? 0);
      answer.on("error", () => undefined).resume();
    });
    ask.setHeader("content-type", "application/json");
    ask.once("timeout", () => ask.destroy()).once("error", () => resolve(0));
    ask.end(body);
  });
}
