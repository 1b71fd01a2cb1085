/** Watches every answer of the Gorgias simulator for what may never happen: a 429 of our own making, a write to the trash. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { PlainRequest } from "./in-process-fetch.ts";

export interface VendorWatch {
  onAnswer(request: PlainRequest, response: Response, isFault: boolean): Promise<void>;
  /** Another app, or a change of the limit, may cause 429s for this long. */
  excuseLimit(account: string, forMs: number): void;
  readonly violations: { account: string; at: number; what: string }[];
}

/** A run believes for a minute what it saw of a ticket (docs/races.md). */
const BELIEVED_MS = 61_000;

export function watchVendors({ gorgias }: Sandbox, now: () => number): VendorWatch {
  const excusedUntil = new Map<string, number>();
  /** When an answer first showed that the ticket is in trash or spam. */
  const seenGoneAt = new Map<string, number>();
  const violations: VendorWatch["violations"] = [];

  function isGone(account: string, id: number): boolean {
    const ticket = gorgias.desk.account(account).tickets.get(id);
    return ticket !== undefined && (ticket.trashedAt !== null || ticket.spam);
  }

  return {
    violations,
    excuseLimit: (account, forMs) => void excusedUntil.set(account, now() + forMs),
    async onAnswer({ method, url }, response, isFault) {
      const [, account = "", path = ""] = new URL(url).pathname.split(/^\/([^/]+)\/api/);
      const complain = (what: string) => violations.push({ account, at: now(), what });
      if (response.status === 429 && !isFault && now() > (excusedUntil.get(account) ?? 0))
        complain(`Gorgias answered 429 to ${method} ${path}, and no other app used the limit`);
      const id = Number(/^\/tickets\/(\d+)/.exec(path)?.[1]);
      if (!id || response.status >= 300 || isFault) return;
      const key = `${account}/${id}`;
      const gone = isGone(account, id);
      if (!gone) return void seenGoneAt.delete(key);
      const seenAt = seenGoneAt.get(key);
      if (method === "GET" && seenAt === undefined) seenGoneAt.set(key, now());
      if (method !== "GET" && seenAt !== undefined && now() - seenAt > BELIEVED_MS)
        complain(`${method} ${path} wrote to a ticket that was seen in trash or spam`);
    },
  };
}
