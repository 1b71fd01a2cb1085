/** Generates realistic conversations and plays them in the Aircall simulator, which creates the deliveries. */
import fc from "fast-check";
import type { ManualClock } from "./manual-clock.ts";
import type { Shop } from "./shop.ts";
import { picture, type AttachedFile } from "./texting.ts";

export interface TextStory {
  from: string;
  /** The customer is in the address book before the first message. */
  contact: boolean;
  channel: "sms" | "whatsapp";
  happenings: TextHappening[];
}

type Line = "fr" | "us" | "uk";
type Agent = "ada" | "cleo" | "nils" | null;

type TextHappening =
  | { what: "in"; line: Line; body: string; files: AttachedFile[] }
  | { what: "out"; line: Line; body: string; by: Agent; files: AttachedFile[]; fate: "none" | "delivered" | "failed" }
  | { what: "group in"; body: string; sender: 0 | 1 | 2; files: AttachedFile[] }
  | { what: "group out"; body: string; by: Agent }
  | { what: "pause"; seconds: number };

const line = fc.constantFrom("fr", "us", "uk");
const body = fc.oneof(
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }) },
  { weight: 1, arbitrary: fc.constantFrom("", "<b>x</b>", "a\nb", "مرحبا", "👩‍👩‍👧") },
);
const by = fc.constantFrom("ada", "cleo", "nils", null);
const file = fc.constantFrom<AttachedFile>(
  picture(900, "picture.png"),
  { name: "invoice.pdf", type: "application/pdf", sizeBytes: 700 },
  { name: "song.mp3", type: "audio/mpeg", sizeBytes: 500 },
  { name: "lie.png", type: "image/png", text: "#!/bin/sh" },
);
const files = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(file, { maxLength: 2 }) },
);

const inbound = fc.record({ what: fc.constant("in"), line, body, files });
const fate = fc.constantFrom("none", "delivered", "failed");
const outbound = fc.record({ what: fc.constant("out"), line, body, by, files, fate });
const groupIn = fc.record({ what: fc.constant("group in"), body, sender: fc.constantFrom(0, 1, 2), files });
const groupOut = fc.record({ what: fc.constant("group out"), body, by });
const pause = fc.record({ what: fc.constant("pause"), seconds: fc.integer({ min: 1, max: 100 }) });

/** Few customers, so that some of them write again. */
const CALLERS = ["+33612345678", "+12025550147", "+442079460958", "3635", "AMAZON"];
/** The group. Its first member also writes alone, and those messages go to the same ticket. */
const GROUP = ["+12025550147", "+12025550148", "+12025550149"];

export const textStory = fc.record({
  from: fc.constantFrom(...CALLERS),
  contact: fc.boolean(),
  channel: fc.constantFrom("sms", "sms", "whatsapp"),
  happenings: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: inbound },
      { weight: 4, arbitrary: outbound },
      { weight: 1, arbitrary: groupIn },
      { weight: 1, arbitrary: groupOut },
      { weight: 2, arbitrary: pause },
    ),
    { minLength: 1, maxLength: 7 },
  ),
}) as fc.Arbitrary<TextStory>;

/** A created delivery that was not sent: its webhook and its body. */
export interface HeldText {
  webhookUrl: string;
  body: string;
}

/** Plays the story while the clock advances. Returns its unsent deliveries. */
export async function playTexts(shop: Shop, clock: ManualClock, story: TextStory): Promise<HeldText[]> {
  const { phone, company } = shop;
  phone.deliveries.hold();
  const before = new Set(phone.deliveries.log.map(({ id }) => id));
  const isNumber = story.from.startsWith("+");
  if (story.contact && isNumber) {
    phone.companies.addContact(company, { firstName: "Ada", lastName: "Byron", phones: [story.from] });
  }
  for (const happening of story.happenings) {
    clock.advance(2_250);
    await happen(shop, clock, story, happening);
  }
  const made = phone.deliveries.log.filter(({ id, messageId }) => messageId !== null && !before.has(id));
  return made.map(({ webhook, body }) => ({ webhookUrl: webhook.url, body }));
}

async function happen(shop: Shop, clock: ManualClock, story: TextStory, happening: TextHappening): Promise<void> {
  const { phone, company, lines, users } = shop;
  const { channel, from } = story;
  const agent = (who: Agent) => (who === null ? null : users[who]);
  switch (happening.what) {
    case "pause":
      return clock.advance(happening.seconds * 1_000);
    case "in": {
      const { body, files } = happening;
      await phone.messages.receive({ company, line: lines[happening.line], from, body, media: files, channel });
      return;
    }
    case "out": {
      const { body, files, fate } = happening;
      const draft = { company, line: lines[happening.line], to: from, body, media: files, channel };
      const { message } = await phone.messages.send({ ...draft, user: agent(happening.by) });
      if (fate === "none") return;
      clock.advance(1_500);
      await phone.messages.changeStatus(message.id, { status: fate });
      return;
    }
    case "group in": {
      const { body, sender, files } = happening;
      const draft = { company, line: lines.us, participants: GROUP, from: GROUP[sender] ?? "", body, media: files };
      await phone.messages.receiveGroup(draft);
      return;
    }
    case "group out": {
      const { body } = happening;
      await phone.messages.sendGroup({ company, line: lines.us, participants: GROUP, user: agent(happening.by), body });
      return;
    }
    default:
      return happening satisfies never;
  }
}
