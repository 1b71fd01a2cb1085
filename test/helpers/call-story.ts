/** Generates realistic calls and plays them in the Aircall simulator, which creates the deliveries. */
import fc from "fast-check";
import type { AircallSimulator } from "../../sandbox/aircall/start.ts";
import type { ManualClock } from "./manual-clock.ts";
import type { Shop } from "./shop.ts";

export interface CallStory {
  direction: "inbound" | "outbound";
  from: string;
  contact: boolean;
  team: boolean;
  ivr: boolean;
  answeredBy: "ada" | "cleo" | "nils" | null;
  during: Happening[];
  end: "hangup" | "voicemail" | "callback request";
  recording: "with the end" | "late" | "never";
  wrapUp: Happening[];
  later: Happening[];
}

type Happening =
  | { what: "tag"; name: "Refund" | "Delivery" }
  | { what: "comment"; content: string; by: "ada" | "cleo" | "nils" }
  | { what: "transfer"; to: "ada" | "cleo" | "nils" }
  | { what: "transfer failed" }
  | { what: "assign"; to: "ada" | "cleo" }
  | { what: "untag" }
  | { what: "archive" }
  | { what: "pause"; seconds: number };

const who = fc.constantFrom("ada", "cleo", "nils" as const);
const tag = fc.record({ what: fc.constant("tag"), name: fc.constantFrom("Refund", "Delivery") });
const comment = fc.record({
  what: fc.constant("comment"),
  content: fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
  by: who,
});
const pause = fc.record({ what: fc.constant("pause"), seconds: fc.integer({ min: 1, max: 100 }) });
const transfer = fc.record({ what: fc.constant("transfer"), to: who });
const rare = fc.constantFrom({ what: "transfer failed" }, { what: "untag" });
const assign = fc.record({ what: fc.constant("assign"), to: fc.constantFrom("ada", "cleo") });
const archive = fc.constant({ what: "archive" });

/** Few callers, so that some of them call again. */
const CALLERS = ["+33612345678", "+12025550147", "+442079460958", "3635", "anonymous"];

export const callStory = fc.record({
  direction: fc.constantFrom("inbound", "outbound"),
  from: fc.constantFrom(...CALLERS),
  contact: fc.boolean(),
  team: fc.boolean(),
  ivr: fc.boolean(),
  answeredBy: fc.option(who, { freq: 3 }),
  during: fc.array(fc.oneof(tag, comment, transfer, rare, pause), { maxLength: 3 }),
  end: fc.constantFrom("hangup", "voicemail", "callback request"),
  recording: fc.constantFrom("with the end", "late", "never"),
  wrapUp: fc.array(fc.oneof(tag, comment, pause), { maxLength: 2 }),
  later: fc.array(fc.oneof(tag, comment, assign, archive, pause), { maxLength: 2 }),
}) as fc.Arbitrary<CallStory>;

type Phone = AircallSimulator["phone"];

/** A created delivery that was not sent: its webhook and its body. */
export interface HeldDelivery {
  webhookUrl: string;
  body: string;
}

/** Plays the story while the clock advances. Returns its unsent deliveries. */
export async function playStory(
  shop: Shop,
  clock: ManualClock,
  story: CallStory,
): Promise<{ call: number; held: HeldDelivery[] }> {
  const { phone, users, company } = shop;
  phone.deliveries.hold();
  const before = phone.deliveries.log.length;
  const pass = (seconds: number) => clock.advance(seconds * 1000);
  const team = story.team ? { team: phone.state.companies.find(({ id }) => id === company)?.teams[0]?.id } : {};
  const { direction, from, contact } = story;
  const caller = direction === "outbound" ? { user: users[story.answeredBy ?? "ada"] } : team;
  const call = await shop.place({ direction, from, contact: contact && from.startsWith("+"), ...caller });
  pass(3);
  if (direction === "inbound" && story.ivr) await phone.calls.ivr(call, { title: "Billing", key: "2" });
  if (direction === "inbound") await phone.calls.ring(call, { user: users.cleo });
  pass(9);
  if (story.answeredBy) {
    await phone.calls.answer(call, { user: users[story.answeredBy] });
    for (const happening of story.during) await happen(shop, call, happening, pass);
  }
  await endOf(phone, call, story);
  pass(2);
  for (const happening of story.wrapUp) await happen(shop, call, happening, pass);
  pass(28);
  await phone.calls.end(call, { recording: story.recording === "with the end" });
  if (story.recording === "late" && story.answeredBy) {
    pass(40);
    await phone.calls.assets(call, { kind: "recording" });
  }
  for (const happening of story.later) await happen(shop, call, happening, pass);
  const ofCall = phone.deliveries.log.slice(before).filter(({ callId }) => callId === call);
  return { call, held: ofCall.map(({ webhook, body }) => ({ webhookUrl: webhook.url, body })) };
}

async function endOf(phone: Phone, call: number, { direction, answeredBy, end }: CallStory): Promise<void> {
  const waiting = direction === "inbound" && !answeredBy;
  if (waiting && end === "voicemail") await phone.calls.voicemail(call, {});
  else if (waiting && end === "callback request") await phone.calls.callbackRequest(call, {});
  else await phone.calls.hangup(call);
}

async function happen(shop: Shop, call: number, happening: Happening, pass: (seconds: number) => void): Promise<void> {
  const { calls } = shop.phone;
  pass(2);
  switch (happening.what) {
    case "tag":
      return void (await calls.tag(call, { tags: [happening.name] }));
    case "untag":
      return void (await calls.untag(call, { tags: ["Refund"] }));
    case "comment":
      return void (await calls.comment(call, { content: happening.content, user: shop.users[happening.by] }));
    case "transfer":
      return void (await calls.transfer(call, { to: shop.users[happening.to] }));
    case "transfer failed":
      return void (await calls.transferFailed(call, {}));
    case "assign":
      return void (await calls.assign(call, { user: shop.users[happening.to] }));
    case "archive":
      return void (await calls.archive(call));
    case "pause":
      return pass(happening.seconds);
    default:
      return happening satisfies never;
  }
}
