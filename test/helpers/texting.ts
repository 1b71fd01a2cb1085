/** Short methods for messages with one customer and for their results. */
import { readDeliveryOutcome, type DeliveryOutcome } from "../../src/domain/reasons/delivery-outcome.ts";
import type { ManualClock } from "./manual-clock.ts";
import type { SeenNote, Shop, ShopOptions } from "./shop.ts";
import type { World } from "./world.ts";

type Messages = Shop["phone"]["messages"];
export type Received = NonNullable<Parameters<Messages["receive"]>[0]>;
export type Sent = NonNullable<Parameters<Messages["send"]>[0]>;
export type AttachedFile = NonNullable<Received["media"]>[number];

export const CALLER = "+33612345678";

/** Receives a message, on the first line by default, and advances the clock by a second. Returns its id. */
export async function receiveText(shop: Shop, clock: ManualClock, input: Received = {}): Promise<string> {
  const given = { company: shop.company, line: shop.lines.fr, from: CALLER, ...input };
  const { message } = await shop.phone.messages.receive(given);
  clock.advance(1_000);
  return message.id;
}

/** Answers as Cleo by default. Returns the message's id. */
export async function sendText(shop: Shop, clock: ManualClock, input: Sent = {}): Promise<string> {
  const given = { company: shop.company, line: shop.lines.fr, to: CALLER, user: shop.users.cleo, ...input };
  const { message } = await shop.phone.messages.send(given);
  clock.advance(1_000);
  return message.id;
}

/** A shop with one open ticket of one message, "first", written a minute ago. */
export async function openConversation(world: World, options: ShopOptions = {}): Promise<Shop> {
  const shop = await world.openShop(options);
  await receiveText(shop, world.clock, { body: "first" });
  await shop.settle();
  world.clock.advance(60_000);
  shop.forgetRequests();
  return shop;
}

/** All messages of the shop, by ticket, in Gorgias' order. */
export function textsOf(shop: Shop): SeenNote[] {
  return shop.tickets().flatMap(({ notes }) => notes.filter(({ channel }) => channel === "sms"));
}

/** The deliveries of a message for this shop, as bytes. */
export function bodiesOf(shop: Shop, messageId: string): string[] {
  const ours = shop.phone.deliveries.log.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  return ours.flatMap(({ messageId: about, body }) => (about === messageId ? [body] : []));
}

export interface StoredFile {
  name: string;
  size: number;
  sha256: string;
}

/** The uploads to Gorgias. */
export function uploadsOf(shop: Shop): StoredFile[] {
  return (shop.desk.state(shop.account) as { files: StoredFile[] }).files;
}

export interface ShownCustomer {
  id: number;
  name: string;
  channels: { type: string; address: string }[];
}

export function customersOf(shop: Shop): ShownCustomer[] {
  return (shop.desk.state(shop.account) as { customers: ShownCustomer[] }).customers;
}

export interface StoredDelivery {
  event: string;
  kind: string | null;
  ref: string | null;
  outcome: DeliveryOutcome | null;
}

/** The shop's stored deliveries and their outcomes. */
export async function deliveriesOf(world: World, shop: Shop): Promise<StoredDelivery[]> {
  const rows = await world.services.database.query<{
    event: string;
    kind: string | null;
    ref: string | null;
    outcome: string | null;
    detail: unknown;
  }>(
    `select event, kind, ref, outcome, outcome_detail as detail from deliveries where connection_id = $1 order by id`,
    [shop.connectionId],
  );
  return rows.map(({ outcome, detail, ...row }) => ({ ...row, outcome: readDeliveryOutcome(outcome, detail) }));
}

const PNG_HEAD = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV", "base64");

/** A PNG of this size that is valid throughout, not only at its beginning. */
export function picture(sizeBytes = 900, name = "box.png"): AttachedFile {
  const pixels = Buffer.alloc(sizeBytes - PNG_HEAD.length, "pixels");
  pixels.writeUInt32BE(Math.max(0, pixels.length - 12));
  pixels.write("IDAT", 4);
  return { name, type: "image/png", base64: Buffer.concat([PNG_HEAD, pixels]).toString("base64") };
}
