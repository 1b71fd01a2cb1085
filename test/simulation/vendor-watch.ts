/**
 * Watches every answer of the Gorgias simulator for what may never happen: a 429 of our own making, a request while
 * Gorgias said to wait, a write to the trash.
 */
import type { Sandbox } from "../../sandbox/start.ts";
import type { PlainRequest } from "./in-process-fetch.ts";

interface Asked {
  /** The node whose request it is, in one of its lives. */
  life: object;
  request: PlainRequest;
  /** Made up, and not by the simulator. */
  isFault: boolean;
}

interface Pause {
  from: number;
  until: number;
}

export interface VendorWatch {
  onAnswer(asked: Asked, response: Response): Promise<void>;
  /** The node has the answer, and obeys its `Retry-After` from now on (L4). */
  onRead(life: object, request: PlainRequest, response: Response): void;
  /** Another app, or a change of the limit, may cause 429s for this long. */
  excuseLimit(account: string, forMs: number): void;
  /** The clock of a node is set, so that it no longer knows when a pause ends. */
  forgetPauses(): void;
  readonly violations: { account: string; at: number; what: string }[];
}

/** A run believes for a minute what it saw of a ticket (docs/races.md). */
const BELIEVED_MS = 61_000;
/** Meanwhile requests travel that the node has sent already, or has a permit for. */
const TRAVEL_MS = 500;

/** The account, and the path of its API. */
function placeOf(url: string): [account: string, path: string] {
  const [, account = "", path = ""] = new URL(url).pathname.split(/^\/([^/]+)\/api/);
  return [account, path];
}

export function watchVendors({ gorgias }: Sandbox, now: () => number): VendorWatch {
  const excusedUntil = new Map<string, number>();
  /** When an answer first showed that the ticket is in trash or spam. */
  const seenGoneAt = new Map<string, number>();
  /** Of each life, by account: until when it sends nothing. */
  let pauses = new WeakMap<object, Map<string, Pause[]>>();
  const violations: VendorWatch["violations"] = [];

  function isGone(account: string, id: number): boolean {
    const ticket = gorgias.desk.account(account).tickets.get(id);
    return ticket !== undefined && (ticket.trashedAt !== null || ticket.spam);
  }

  function checkTrash({ request, isFault }: Asked, response: Response, complain: (what: string) => void): void {
    const { method, url } = request;
    const [account, path] = placeOf(url);
    const id = Number(/^\/tickets\/(\d+)/.exec(path)?.[1]);
    if (!id || response.status >= 300 || isFault) return;
    const key = `${account}/${id}`;
    if (!isGone(account, id)) return void seenGoneAt.delete(key);
    const seenAt = seenGoneAt.get(key);
    if (method === "GET" && seenAt === undefined) seenGoneAt.set(key, now());
    if (method !== "GET" && seenAt !== undefined && now() - seenAt > BELIEVED_MS)
      complain(`${method} ${path} wrote to a ticket that was seen in trash or spam`);
  }

  /** Of this life and account. Another node may not know of them yet. */
  function pausesOf(life: object, account: string): Pause[] {
    const byAccount = pauses.get(life) ?? new Map<string, Pause[]>();
    pauses.set(life, byAccount);
    const own = (byAccount.get(account) ?? []).filter(({ until }) => until > now());
    byAccount.set(account, own);
    return own;
  }

  return {
    violations,
    excuseLimit: (account, forMs) => void excusedUntil.set(account, now() + forMs),
    forgetPauses: () => void (pauses = new WeakMap()),
    onRead(life, { url }, response) {
      const seconds = response.status === 429 ? Number(response.headers.get("retry-after") ?? 0) : 0;
      if (seconds <= 0) return;
      pausesOf(life, placeOf(url)[0]).push({ from: now() + TRAVEL_MS, until: now() + seconds * 1_000 });
    },
    async onAnswer(asked, response) {
      const { life, request, isFault } = asked;
      const { method, url } = request;
      const [account, path] = placeOf(url);
      const complain = (what: string) => violations.push({ account, at: now(), what });
      const pause = pausesOf(life, account).find(({ from }) => from <= now());
      if (pause && path !== "")
        complain(`${method} ${path} came ${pause.until - now()} ms before Retry-After was over`);
      if (response.status === 429 && !isFault && now() > (excusedUntil.get(account) ?? 0))
        complain(`Gorgias answered 429 to ${method} ${path}, and no other app used the limit`);
      checkTrash(asked, response, complain);
    },
  };
}
