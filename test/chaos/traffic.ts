/** What the shops' customers and agents do in the Aircall simulator, in real time: calls of every kind, and messages. */
import type { Shop } from "../helpers/shop.ts";
import { picture } from "../helpers/texting.ts";
import type { Seeded } from "./seeded.ts";

export interface TrafficOptions {
  shops: readonly { shop: Shop; share: number }[];
  /** Calls and conversations that begin each second. */
  perSecond: number;
  /** How many begin in total. */
  most: number;
  /** How much faster than in reality everything happens. */
  pace: number;
  random: Seeded;
  /** Some deliveries of calls are lost. Those of messages are not: Aircall has no list of messages to find them again. */
  losses: boolean;
}

export interface Traffic {
  begun: { calls: number; conversations: number };
  /** Begins nothing new, and resolves when everything that began is over. */
  end(): Promise<void>;
}

/** How many different customers call and write, beside the unusual ones. */
const CUSTOMERS = 400;
/** Of each delivery of a call, where some are lost. */
export const LOSS_CHANCE = 0.06;
const COMMENTS = ["Call back on Monday", "wants a refund", "a <b>bold</b> caller & co", "مرحبا", "two\nlines"] as const;
const AGENTS = ["ada", "cleo", "nils"] as const;

export function startTraffic({ shops, perSecond, most, pace, random, losses }: TrafficOptions): Traffic {
  const begun = { calls: 0, conversations: 0 };
  const underWay = new Set<Promise<void>>();
  let going = true;
  let timer: NodeJS.Timeout;
  const begin = () => {
    if (!going || begun.calls + begun.conversations === most) return;
    const shop = choose(shops, random);
    const isCall = random.chance(0.5);
    begun[isCall ? "calls" : "conversations"] += 1;
    const life = startLife(shop, random.fork(`${begun.calls} ${begun.conversations}`), pace, losses ? LOSS_CHANCE : 0);
    const done = (isCall ? playCall(life) : playMessages(life)).finally(() => underWay.delete(done));
    underWay.add(done);
    timer = setTimeout(begin, random.between(0.3, 1.7) * (1000 / perSecond));
  };
  begin();
  return {
    begun,
    async end() {
      going = false;
      clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

/** One caller of a shop, and how time passes for them. */
export interface Life {
  shop: Shop;
  random: Seeded;
  from: string;
  /** Waits so many seconds of the story, at the pace of the run. */
  pass(least: number, most: number): Promise<void>;
  /** Does something. Its deliveries go out meanwhile. */
  happens(action: () => Promise<unknown>): void;
  /** The same, but its delivery is lost sometimes. */
  mayBeLost(action: () => Promise<unknown>): void;
}

/** The number of a customer, who is counted from 0. */
export function numberOf(customer: number): string {
  return `+336${10_000_000 + customer}`;
}

/** A caller of the shop, chosen by chance. `lossChance` is that of each delivery that may be lost. */
export function startLife(shop: Shop, random: Seeded, pace: number, lossChance: number): Life {
  const { deliveries } = shop.phone;
  // The simulator refuses what the call is already past. The story continues all the same.
  const happens: Life["happens"] = (action) => void (async () => action())().catch(() => undefined);
  return {
    shop,
    random,
    from: numberOf(random.int(0, CUSTOMERS)),
    pass: (least, most) => new Promise((resolve) => setTimeout(resolve, (random.between(least, most) * 1000) / pace)),
    happens,
    mayBeLost(action) {
      // Dropped synchronously, so that no other delivery is lost.
      if (lossChance > 0 && random.chance(lossChance)) deliveries.drop(1);
      happens(action);
      deliveries.drop(0);
    },
  };
}

/** Marks the words of a shop, so that the checks find them anywhere. */
export function markOf(shop: Pick<Shop, "account">): string {
  return `[${shop.account}]`;
}

/** A call from its first ring to its last late note. */
export async function playCall(life: Life): Promise<void> {
  const { shop, random, pass, mayBeLost } = life;
  const { phone, users } = shop;
  const from = random.chance(0.08) ? random.pick(["3635", "anonymous"]) : life.from;
  const outbound = random.chance(0.25);
  const line = random.pick([shop.lines.fr, shop.lines.us, shop.lines.uk]);
  const dial = outbound ? { direction: "outbound" as const, user: users[random.pick(AGENTS)] } : {};
  const contact = from.startsWith("+") && random.chance(0.4);
  const placed = phone.place({ company: shop.company, line, from, contact, ...dial });
  void placed.catch(() => undefined);
  const id = phone.state.nextCallId - 1;
  await pass(1, 8);
  if (!outbound && random.chance(0.3)) mayBeLost(() => phone.calls.ivr(id, { title: "Billing", key: "2" }));
  if (!outbound) mayBeLost(() => phone.calls.ring(id, { user: users.cleo }));
  await pass(2, 10);
  const answered = random.chance(0.65);
  if (answered) await talk(life, id);
  if (!answered && !outbound && random.chance(0.4)) mayBeLost(() => phone.calls.voicemail(id, {}));
  else mayBeLost(() => phone.calls.hangup(id));
  await wrapUp(life, id, answered);
}

async function talk({ shop, random, pass, mayBeLost }: Life, id: number): Promise<void> {
  const { calls } = shop.phone;
  mayBeLost(() => calls.answer(id, { user: shop.users[random.pick(AGENTS)] }));
  for (let actions = random.int(0, 3); actions > 0; actions -= 1) {
    await pass(2, 20);
    if (random.chance(0.3)) mayBeLost(() => calls.transfer(id, { to: shop.users[random.pick(AGENTS)] }));
    else if (random.chance(0.5)) mayBeLost(() => calls.tag(id, { tags: [random.pick(["Refund", "Delivery"])] }));
    else mayBeLost(() => comment(shop, random, id));
  }
  await pass(2, 20);
}

async function wrapUp({ shop, random, pass, mayBeLost }: Life, id: number, answered: boolean): Promise<void> {
  const { phone } = shop;
  const { calls } = phone;
  await pass(1, 10);
  if (random.chance(0.5)) mayBeLost(() => comment(shop, random, id));
  if (random.chance(0.5)) mayBeLost(() => calls.tag(id, { tags: [random.pick(["Refund", "Delivery", "VIP"])] }));
  await pass(5, 25);
  const recorded = answered && random.chance(0.6);
  mayBeLost(() => calls.end(id, { recording: recorded, sizeBytes: 8_000 }));
  if (answered && !recorded && random.chance(0.5)) {
    await pass(5, 30);
    // Without an end, the call has ended by itself, with its recording.
    if (!phone.state.calls.get(id)?.files.recording)
      mayBeLost(() => calls.assets(id, { kind: "recording", sizeBytes: 8_000 }));
  }
  for (let late = random.int(0, 2); late > 0; late -= 1) {
    await pass(5, 60);
    if (random.chance(0.4)) mayBeLost(() => calls.tag(id, { tags: [`Late ${random.int(1, 30)}`] }));
    else if (random.chance(0.6)) mayBeLost(() => comment(shop, random, id));
    else mayBeLost(() => calls.assign(id, { user: shop.users.cleo }));
  }
}

function comment(shop: Shop, random: Seeded, id: number): Promise<unknown> {
  const content = `${random.pick(COMMENTS)} ${random.int(0, 9_999)} ${markOf(shop)}`;
  return shop.phone.calls.comment(id, { content, user: shop.users[random.pick(AGENTS)] });
}

/** Some messages of one caller, in both directions. */
export async function playMessages(life: Life): Promise<void> {
  const { shop, random, pass, happens } = life;
  const { messages, state } = shop.phone;
  const line = random.pick([shop.lines.fr, shop.lines.us]);
  for (let messagesLeft = random.int(1, 4); messagesLeft > 0; messagesLeft -= 1) {
    const body = `${random.pick(["Where is it?", "On its way", "👍", "<i>hm</i>"])} ${random.int(0, 9_999)} ${markOf(shop)}`;
    const media = random.chance(0.2) ? [picture(900, "box.png")] : [];
    const message = { company: shop.company, line, body, media, contact: random.chance(0.3) };
    if (random.chance(0.65)) {
      happens(() => messages.receive({ ...message, from: life.from }));
    } else {
      const user = shop.users[random.pick(AGENTS)];
      happens(() => messages.send({ ...message, to: life.from, user }));
      const id = state.messages.all().at(-1)?.id;
      await pass(0.5, 3);
      if (id && random.chance(0.3)) happens(() => messages.changeStatus(id, { status: "failed" }));
    }
    await pass(0.2, 30);
  }
}

function choose(shops: TrafficOptions["shops"], random: Seeded): Shop {
  let point = random.next() * shops.reduce((sum, { share }) => sum + share, 0);
  for (const { shop, share } of shops) {
    point -= share;
    if (point < 0) return shop;
  }
  const [first] = shops;
  if (!first) throw new Error("there is no shop");
  return first.shop;
}
