/** Every rule of behaviour has a test whose name begins with its number, and every line of the trouble table one that names it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../helpers/files-under.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The rules of this version. A new rule needs a test whose name begins with its number. */
const RULES = [
  ["S1", "only selected lines count"],
  ["S3", "everything is per connection"],
  ["C1", "find the customer by phone number"],
  ["C2", "create the customer on a miss"],
  ["C3", "one ticket per call"],
  ["C4", "the assignee is the agent with the same e-mail"],
  ["C5", "the author of notes"],
  ["C6", "the note of the answer"],
  ["C7", "the note of the end"],
  ["C8", "unanswered calls have one merged note"],
  ["C9", "agent notes become notes"],
  ["C10", "recording and voicemail are attached"],
  ["C11", "open once the call has ended"],
  ["C12", "tags are added, never lost"],
  ["C13", "callbacks"],
  ["C14", "anonymous callers share one customer, and a sender's name has its own"],
  ["C15", "convergence: the order of deliveries does not matter"],
  ["C16", "the ticket is gone"],
  ["C18", "no optional part loses a ticket"],
  ["C19", "calls between our own lines make no customer"],
  ["C17", "the past stays past"],
  ["M1", "customer, author and assignee as for calls"],
  ["M2", "one conversation on any line"],
  ["M3", "open: the message goes there"],
  ["M4", "spam or trashed: a new ticket"],
  ["M5", "closed a short time ago: opened again"],
  ["M6", "closed for longer: a new ticket"],
  ["M7", "subject and channel"],
  ["M8", "sender, times and order; nothing is ever sent"],
  ["M9", "files"],
  ["M10", "tags of messages"],
  ["M11", "two first messages at once make one ticket"],
  ["M12", "templates show their words"],
  ["M12", "a rejected message keeps no other out"],
  ["I1", "the card of a call that begins"],
  ["I2", "at once or not at all"],
  ["I3", "open tickets and last contact on the card"],
  ["I4", "no customer found: no card, or one that says so"],
  ["I5", "a card never shows a customer to whom the number no longer belongs"],
  ["N7", "every change is recorded"],
  ["N8", "API tokens for programs"],
  ["N9", "webhooks to the team's own endpoints"],
  ["N2", "only an admin, whose role is checked again"],
  ["N3", "steps, and none green while something is missing"],
  ["N4", "only selected lines, and the status says when there are none"],
  ["N5", "the service creates and removes webhooks, and reports unlinked lines"],
  ["N6", "disconnecting ends everything"],
  ["L1", "limit and drain are learned"],
  ["L2", "no 429 by us alone, a share is left"],
  ["L3", "priorities by urgency, and none starves"],
  ["L4", "a 429 is obeyed, nothing fails"],
  ["L5", "rejected for too long: deactivated"],
  ["L6", "authorisation gone: deactivated"],
  ["L7", "reactivated and deactivated by hand"],
  ["L8", "nothing is lost meanwhile"],
] as const;

/** Known problems of the closed product, in the words of the tests' names. */
const TROUBLES = [
  "phone stored in another format",
  "agent e-mail differs",
  "no admin in Gorgias",
  "recording over 500 MB",
  "limit reached",
] as const;

/** A test's name is the first argument of `it(`, or of the call after `it.each([…])`. A `describe` is not a test. */
const TEST_NAME = /(?:\bit(?:\.(?!each|for)\w+)*|\))\(\s*(["'`])((?:(?!\1)[^\\]|\\.)*)\1,\s*(?:async\b|\(|\{|\w+ =>)/g;

async function testNames(): Promise<string[]> {
  const folders = await Promise.all(["src", "test"].map(filesUnder));
  const files = folders.flat().filter((file) => file.endsWith(".test.ts") && !file.startsWith("test/repository/"));
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), "utf8")));
  return texts.flatMap(namesIn);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(TEST_NAME)].map((match) => match[2] ?? "");
}

const names = await testNames();

describe("every rule has a test that begins with its number", () => {
  it.each(RULES)("%s: %s", (number) => {
    expect(names.filter((name) => new RegExp(`^${number}(?!\\d)`).test(name))).not.toEqual([]);
  });
});

describe("every line of the trouble table has a test that names it", () => {
  it.each(TROUBLES)("%s", (trouble) => {
    expect(names.filter((name) => name.includes("trouble table") && name.includes(trouble))).not.toEqual([]);
  });
});

describe("the reading of test names", () => {
  it("takes names of plain tests and of tables of tests, and no describe", () => {
    const text = [
      `describe("C1: a group", () => {`,
      `  it("C2: says \\"so\\"", async () => {});`,
      `  it.each([["a", 1]])("C3: does %s", (_a) => {});`,
      `  it.each(\n    RULES,\n  )(\n    "C4: long",\n    async ({ x }) => {});`,
      `});`,
    ].join("\n");
    expect(namesIn(text)).toEqual([String.raw`C2: says \"so\"`, "C3: does %s", "C4: long"]);
  });
});
