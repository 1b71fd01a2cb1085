/**
 * The crash suite's messages: from an unknown caller, answered on another line after the ticket was closed, and not
 * delivered.
 */
import { expect } from "vitest";
import { ACCOUNT, type CrashSetup, type CrashStory, type PlayedStory } from "./crash-story.ts";
import { seenTickets } from "./shop.ts";
import { picture } from "./texting.ts";

const writes: CrashStory["writes"] = [
  ["customer", /^POST .*\/customers$/],
  ["ticket with the first text", /^POST .*\/tickets$/],
  ["upload", /^POST .*\/upload$/],
  ["reopen", /^PUT .*\/tickets\/\d+$/],
  ["new tag", /^POST .*\/api\/tags$/],
  ["tag on the ticket", /^POST .*\/tickets\/\d+\/tags$/],
  ["answer", /^POST .*\/messages$/],
  ["note that it was not delivered", /^POST .*\/messages$/],
];

export const textStory: CrashStory = { name: "a text conversation", writes, play };

async function play(setup: CrashSetup): Promise<PlayedStory> {
  const { messages, deliveries, state } = setup.sandbox.aircall.phone;
  setup.callers += 1;
  const number = setup.callers;
  const caller = `+336${20_000_000 + number}`;
  deliveries.hold();
  const first = await messages.receive({ from: caller, body: "first", contact: false, line: 1001 });
  setup.offsetMs += 120_000;
  // A tag name without a Gorgias tag, so that the service creates it.
  const line = state.companies.flatMap(({ lines }) => lines).find(({ id }) => id === 1002);
  if (line) line.name = `Line ${number}`;
  const answer = await messages.send({ to: caller, body: "second", line: 1002, user: 56, media: [picture()] });
  setup.offsetMs += 1_000;
  const failed = await messages.changeStatus(answer.message.id, { status: "failed" });
  const bodies = [first, answer, failed].map((each) => each.deliveries.map(({ body }) => body));
  const [begun = [], answered = [], undelivered = []] = bodies;
  return {
    phases: [{ bodies: begun }, { close: `text:${caller}`, bodies: answered }, { bodies: undelivered }],
    expectWhole: () => expectWhole(setup, { number, first: first.message.id, answer: answer.message.id }),
  };
}

function expectWhole(
  { sandbox }: CrashSetup,
  { number, first, answer }: { number: number; first: string; answer: string },
): void {
  const { desk } = sandbox.gorgias;
  const name = `Aircall New Contact +336${20_000_000 + number}`;
  const customers = desk.account(ACCOUNT).customers.all();
  expect(customers.filter((customer) => customer.name === name)).toHaveLength(1);
  const tickets = seenTickets(desk, ACCOUNT).filter(({ customer }) => customer.name === name);
  expect(tickets.map(({ externalId }) => externalId)).toEqual([`aircall-text-${first}`]);
  const [ticket] = tickets;
  const keys = [
    `message:${first}:customer-not-found`,
    `message:${first}`,
    `message:${answer}`,
    `undelivered:${answer}`,
  ];
  expect(ticket?.notes.map(({ key }) => key)).toEqual(keys);
  expect(ticket?.notes[2]).toMatchObject({ author: "Cleo Agent", attachments: [{ name: "box.png" }] });
  expect(ticket).toMatchObject({ status: "open", assignee: "Cleo Agent" });
  expect(ticket?.tags).toEqual(["Aircall SMS", `Line ${number}`, "Support FR"]);
  const tags = desk.account(ACCOUNT).tags.all();
  expect(tags.filter((tag) => tag.name === `Line ${number}`)).toHaveLength(1);
  expect(desk.outbox(ACCOUNT)).toEqual([]);
}
