/** The crash suite's call: from an unknown caller, answered, with everything that may follow. */
import { expect } from "vitest";
import { ACCOUNT, type CrashSetup, type CrashStory, type PlayedStory } from "./crash-story.ts";
import { seenTickets } from "./shop.ts";

const writes: CrashStory["writes"] = [
  ["customer", /^POST .*\/customers$/],
  ["ticket", /^POST .*\/tickets$/],
  ["assignee", /^PUT .*\/tickets\/\d+$/],
  ["note of the end", /^POST .*\/messages$/],
  ["new tag", /^POST .*\/api\/tags$/],
  ["tag on the ticket", /^POST .*\/tickets\/\d+\/tags$/],
  ["upload", /^POST .*\/upload$/],
  ["agent note with the recording", /^POST .*\/messages$/],
];

export const callStory: CrashStory = { name: "a call", writes, play };

/** An answered call from an unknown caller, transferred, and ended with a new tag, a note and a recording. */
async function play(setup: CrashSetup): Promise<PlayedStory> {
  const { phone } = setup.sandbox.aircall;
  setup.callers += 1;
  phone.deliveries.hold();
  const { call } = await phone.place({ from: `+336${String(10_000_000 + setup.callers)}`, contact: false });
  await phone.calls.answer(call.id, { user: 56 });
  setup.offsetMs += 120_000;
  const live = bodiesOf(setup, call.id);
  await phone.calls.transfer(call.id, { to: 55 });
  await phone.calls.hangup(call.id);
  await phone.calls.tag(call.id, { tags: [newTag(setup)] });
  await phone.calls.comment(call.id, { content: "Call back on Monday", user: 56 });
  setup.offsetMs += 30_000;
  await phone.calls.end(call.id, { recording: true });
  const ended = bodiesOf(setup, call.id).slice(live.length);
  const number = setup.callers;
  return {
    phases: [{ bodies: live }, { bodies: ended }],
    expectWhole: () => expectWhole(setup, { call: call.id, number }),
  };
}

function newTag({ sandbox, callers }: CrashSetup): string {
  return sandbox.aircall.phone.companies.addTag(4242, { name: `Tag ${callers}` }).name;
}

function bodiesOf({ sandbox }: CrashSetup, call: number): string[] {
  return sandbox.aircall.phone.deliveries.log.flatMap(({ callId, body }) => (callId === call ? [body] : []));
}

function expectWhole({ sandbox }: CrashSetup, { call, number }: { call: number; number: number }): void {
  const { desk } = sandbox.gorgias;
  const tickets = seenTickets(desk, ACCOUNT).filter(({ externalId }) => externalId?.includes(String(call)));
  expect(tickets.map(({ externalId }) => externalId)).toEqual([`aircall-call-${call}`]);
  const [ticket] = tickets;
  const keys = ticket?.notes.map(({ key }) => key.replace(/\d+/, "#")).sort();
  expect(keys).toEqual(["answered", "comment:#", "customer-not-found", "ended"]);
  expect(ticket?.notes.find(({ key }) => key.startsWith("comment:"))?.attachments).toHaveLength(1);
  expect(ticket?.tags).toEqual(["Aircall", "Inbound call", "Support FR", `Tag ${number}`]);
  expect(ticket?.status).toBe("open");
  const name = `Aircall New Contact +336${10_000_000 + number}`;
  expect(
    desk
      .account(ACCOUNT)
      .customers.all()
      .filter((customer) => customer.name === name),
  ).toHaveLength(1);
  expect(
    desk
      .account(ACCOUNT)
      .tags.all()
      .filter((tag) => tag.name === `Tag ${number}`),
  ).toHaveLength(1);
  expect(desk.outbox(ACCOUNT)).toEqual([]);
}
