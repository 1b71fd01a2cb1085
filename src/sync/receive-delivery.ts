/** Receives a webhook delivery: finds the connection, checks the token, saves the body. A later run interprets it. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { DeliveryReader } from "../domain/ports/phone-system.ts";
import type { ConnectionStore, Inbox, WebhookEndpoint } from "../domain/ports/stores.ts";
import { boundedMap } from "../kit/bounded-map.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";
import { noMeter, type Meter } from "../kit/meter.ts";
import { whileAnswering, type LastSign } from "../kit/within.ts";
import { inSpan, traceparent } from "../kit/trace.ts";
import { lineFacts, activityFacts } from "../domain/activity/work-item.ts";

export interface ReceiveDeps {
  connections: Pick<ConnectionStore, "endpointOf">;
  reader: DeliveryReader;
  inbox: Inbox;
  clock: Clock;
  meter?: Meter;
  log?: Pick<Logger, "debug">;
  /** The database's last sign of life. Omitted if the database runs in this process. */
  lastSign?: LastSign | undefined;
}

type Received =
  | { kind: "kept"; as: "new" | "duplicate" }
  | { kind: "unknown key" }
  /** Also for bytes that are no JSON object, because they hold no token. */
  | { kind: "wrong token" };

/** The cache keeps an endpoint this long. The inbox still checks the database before it saves a delivery. */
const REMEMBER_MS = 5_000;
const MOST_REMEMBERED = 10_000;
/** Every key consists of these characters. The endpoint rejects others without a query. */
const KEY = /^[\w-]{1,100}$/;
/**
 * A delivery fails after the database is silent for this long. Aircall then sends it again (Aircall contract 2.3). If
 * the first copy is saved late, the second one is a duplicate.
 */
const KEEP_MS = 2_000;

/** Rejects if the delivery could not be saved. */
export type ReceiveDelivery = (webhookKey: string, raw: Uint8Array, requestId?: string) => Promise<Received>;

/** Tells what a delivery is about, once its token is known to be right. */
type Tell = (connectionId: string, activityId: string | null) => void;

export function receiveDeliveries(deps: ReceiveDeps): ReceiveDelivery {
  const findEndpoint = rememberEndpoints(deps);
  const { meter = noMeter, log, clock, lastSign = () => performance.now() } = deps;
  return async (webhookKey, raw, requestId) => {
    const began = clock();
    let about: Readonly<Record<string, string>> = {};
    let result = "failed";
    try {
      const received = await whileAnswering(
        KEEP_MS,
        inSpan({ name: "receive delivery", kind: "server" }, (tell) =>
          receive(webhookKey, raw, (connectionId, activityId) => {
            about = lineFacts(connectionId, activityId);
            if (activityId !== null) tell(activityFacts(connectionId, activityId));
          }),
        ),
        lastSign,
      );
      result = received.kind === "kept" ? received.as : received.kind;
      return received;
    } finally {
      meter("deliveries_total", { result }, 1);
      meter("delivery_duration_seconds", {}, (clock() - began) / 1000);
      log?.debug({ requestId, ...about, result, ms: clock() - began }, "delivery");
    }
  };

  async function receive(webhookKey: string, raw: Uint8Array, tell: Tell): Promise<Received> {
    const known = KEY.test(webhookKey) ? await findEndpoint(webhookKey) : null;
    if (!known) return { kind: "unknown key" };
    const opened = deps.reader.open(raw);
    // The webhook may have been recreated since the endpoint was cached.
    const endpoint = opened && !isToken(opened.token, known.endpoint) ? await findEndpoint(webhookKey, known) : known;
    if (!endpoint) return { kind: "unknown key" };
    if (!opened || !isToken(opened.token, endpoint.endpoint)) return { kind: "wrong token" };
    const { activityId, activityIdsBefore = [], event, rings, removed } = opened;
    const body = new TextDecoder().decode(raw);
    const { connectionId, tokenHash } = endpoint.endpoint;
    tell(connectionId, activityId);
    const receivedAt = clock();
    const about = { connectionId, tokenHash, activityId, activityIdsBefore, event, body };
    const delivery = { ...about, rings, removed, receivedAt, trace: traceparent() };
    const as = await deps.inbox.put(delivery);
    return as === "not ours" ? { kind: "unknown key" } : { kind: "kept", as };
  }
}

/** Compares hashes of equal length, so the duration reveals nothing about the token. */
function isToken(token: string, endpoint: WebhookEndpoint): boolean {
  const given = createHash("sha256").update(token).digest();
  return timingSafeEqual(given, Buffer.from(endpoint.tokenHash, "hex"));
}

interface KnownEndpoint {
  endpoint: WebhookEndpoint;
  until: number;
  /** True if this came from the database, not from the cache. */
  isFresh: boolean;
}

/** `doubted` is an endpoint whose token did not match. A cached one is read again from the database. */
type FindDoor = (webhookKey: string, doubted?: KnownEndpoint) => Promise<KnownEndpoint | null>;

function rememberEndpoints({ connections, clock }: ReceiveDeps): FindDoor {
  const remembered = boundedMap<string, KnownEndpoint>(MOST_REMEMBERED);
  return async (webhookKey, doubted) => {
    if (doubted?.isFresh) return doubted;
    const known = remembered.get(webhookKey);
    if (!doubted && known && known.until > clock()) return { ...known, isFresh: false };
    const endpoint = await connections.endpointOf(webhookKey);
    if (!endpoint) {
      remembered.delete(webhookKey);
      return null;
    }
    const found = { endpoint, until: clock() + REMEMBER_MS, isFresh: true };
    remembered.set(webhookKey, found);
    return found;
  };
}
