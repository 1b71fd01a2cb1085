// Webhook deliveries: sent, logged, retried, held back, doubled and lost.
import { ControlError } from "./control-error.ts";
import { postDelivery, type Attempt } from "./post-delivery.ts";
import { keepLast } from "./request-log.ts";
import type { Timers } from "./timers.ts";

type DeliveryState = "held" | "sending" | "delivered" | "failed" | "dropped" | "abandoned";

/** Where deliveries are posted. Too many failures in a row switch it off. */
export interface Receiver {
  url: string;
  active: boolean;
  failuresInARow: number;
  /** When the simulator itself switched it off. Null when it did not. */
  disabledAtMs: number | null;
}

/** One event for one receiver, with what it is about. The body never changes between attempts. */
export type Delivery<Webhook extends Receiver, About extends object> = About & {
  id: number;
  webhook: Webhook;
  event: string;
  body: string;
  createdMs: number;
  state: DeliveryState;
  attempts: Attempt[];
};

interface DeliverySettings {
  dropChance: number;
  duplicateChance: number;
  /** Each attempt waits up to this long. */
  delayMs: number;
  deliveryTimeoutMs: number;
  maxFailures: number;
  retryWindowHours: number;
  /** Before each further attempt. The last one counts for all that follow. */
  retrySeconds: readonly number[];
}

export interface DeliveryNeeds {
  settings: DeliverySettings;
  timers: Timers;
  now: () => number;
  random: () => number;
  /** What the vendor sends along. */
  headers(): Record<string, string>;
}

export type ReleaseOrder = "fifo" | "reverse" | "shuffle";

const keptDeliveries = 5_000;

export class Deliveries<Webhook extends Receiver, About extends object> {
  readonly log: Delivery<Webhook, About>[] = [];
  holding = false;
  /** How many of the next deliveries are lost without an attempt. */
  toDrop = 0;
  readonly #needs: DeliveryNeeds;
  #nextId = 1;
  #closing = new AbortController();

  constructor(needs: DeliveryNeeds) {
    this.#needs = needs;
  }

  /** Takes one event for one webhook and resolves when its first attempt was answered, failed, or was not made. */
  async submit(webhook: Webhook, event: string, about: About, body: string): Promise<Delivery<Webhook, About>> {
    const { settings, now, random } = this.#needs;
    const createdMs = now();
    const delivery: Delivery<Webhook, About> = {
      ...about,
      id: this.#nextId++,
      webhook,
      event,
      body,
      createdMs,
      state: "sending",
      attempts: [],
    };
    keepLast(this.log, delivery, keptDeliveries);
    if (this.toDrop > 0 || random() < settings.dropChance) {
      this.toDrop = Math.max(0, this.toDrop - 1);
      delivery.state = "dropped";
    } else if (this.holding) {
      delivery.state = "held";
    } else {
      const copies = random() < settings.duplicateChance ? 2 : 1;
      await Promise.all(Array.from({ length: copies }, () => this.#attempt(delivery)));
    }
    return delivery;
  }

  /** Keeps back what comes from now on. */
  hold(): void {
    this.holding = true;
  }

  /** Loses the next deliveries. */
  drop(times = 1): void {
    this.toDrop = times;
  }

  /** Sends what was held, one after another in the order asked, each so many extra times. */
  async release(order: ReleaseOrder = "fifo", duplicate = 0): Promise<Delivery<Webhook, About>[]> {
    this.holding = false;
    const held = this.log.filter((delivery) => delivery.state === "held");
    for (const delivery of arrange(held, order, this.#needs.random)) {
      for (let copy = 0; copy <= duplicate; copy += 1) await this.#attempt(delivery);
    }
    return held;
  }

  /** Tries every failed delivery once more, now. */
  async retry(): Promise<Delivery<Webhook, About>[]> {
    const failed = this.log.filter((delivery) => delivery.state === "failed");
    for (const delivery of failed) await this.#retryOne(delivery);
    return failed;
  }

  /** Sends one delivery again, whatever its state. */
  async redeliver(id: number): Promise<Delivery<Webhook, About>> {
    const delivery = this.log.find((one) => one.id === id);
    if (delivery === undefined) throw new ControlError(404, `delivery ${id} does not exist`);
    await this.#attempt(delivery);
    return delivery;
  }

  /** Forgets everything and cuts what is under way. */
  reset(): void {
    this.#closing.abort();
    this.#closing = new AbortController();
    this.log.length = 0;
    this.holding = false;
    this.toDrop = 0;
  }

  async #retryOne(delivery: Delivery<Webhook, About>): Promise<void> {
    // Another attempt may have settled it while this one waited.
    if (delivery.state !== "failed") return;
    const { settings, now } = this.#needs;
    // The webhook was switched off from outside, or removed: nothing more is sent there.
    const removed = !delivery.webhook.active && delivery.webhook.disabledAtMs === null;
    const tooOld = now() - delivery.createdMs > settings.retryWindowHours * 3_600_000;
    if (removed || tooOld || delivery.attempts.length >= settings.maxFailures) delivery.state = "abandoned";
    else await this.#attempt(delivery);
  }

  async #attempt(delivery: Delivery<Webhook, About>): Promise<void> {
    const { settings, now, random, timers, headers } = this.#needs;
    const closing = this.#closing.signal;
    delivery.state = "sending";
    const attempt = await postDelivery(delivery.webhook.url, delivery.body, {
      waitMs: settings.delayMs * random(),
      timeoutMs: settings.deliveryTimeoutMs,
      headers: headers(),
      now,
      closing,
    });
    if (closing.aborted) return;
    delivery.attempts.push(attempt);
    const succeeded = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    countResult(delivery.webhook, succeeded, settings.maxFailures, now());
    delivery.state = succeeded ? "delivered" : "failed";
    if (succeeded) return;
    const waits = settings.retrySeconds;
    timers.after(waits[Math.min(delivery.attempts.length, waits.length) - 1] ?? 1, () => this.#retryOne(delivery));
  }
}

/** Too many failures in a row switch the webhook off. One success switches it on again. */
function countResult(webhook: Receiver, succeeded: boolean, maxFailures: number, nowMs: number): void {
  if (succeeded) {
    webhook.failuresInARow = 0;
    if (webhook.disabledAtMs !== null) webhook.active = true;
    webhook.disabledAtMs = null;
    return;
  }
  webhook.failuresInARow += 1;
  if (webhook.failuresInARow < maxFailures || !webhook.active) return;
  webhook.active = false;
  webhook.disabledAtMs = nowMs;
}

function arrange<T>(held: T[], order: ReleaseOrder, random: () => number): T[] {
  if (order === "fifo") return held;
  if (order === "reverse") return held.toReversed();
  return held
    .map((delivery) => ({ delivery, rank: random() }))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ delivery }) => delivery);
}
