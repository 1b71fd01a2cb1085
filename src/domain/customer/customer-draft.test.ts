/** What a new customer omits, rejection by rejection. */
import { describe, expect, it } from "vitest";
import type { CustomerDraft } from "./customer.ts";
import {
  firstAttempt,
  nextAttempt,
  type CustomerAttempt,
  type DraftPart,
  type DraftRejection,
} from "./customer-draft.ts";

const SPARE = "4711@aircall.io";
const PHONE = "+33612345678";
const ada: CustomerDraft = { name: "Ada Byron", email: "ada@example.com", phone: PHONE, externalId: null };

const rejection = (parts: DraftPart[] = [], more: Partial<DraftRejection> = {}): DraftRejection => ({
  status: 400,
  parts,
  detail: null,
  ...more,
});

/** A help desk that accepts a draft only without these parts, and names them or not. */
function attemptsUntilTaken(draft: CustomerDraft, rejected: readonly DraftPart[], named: boolean): CustomerAttempt[] {
  const attempts: CustomerAttempt[] = [];
  let attempt: CustomerAttempt | null = firstAttempt(draft);
  while (attempt) {
    attempts.push(attempt);
    const { draft: sent } = attempt;
    const bad = rejected.filter((part) => sent[part === "external id" ? "externalId" : part] !== null);
    if (bad.length === 0) return attempts;
    attempt = nextAttempt(attempt, rejection(named ? bad : []), SPARE);
  }
  return [];
}

describe("a new customer whom Gorgias rejects", () => {
  it.each([
    ["email", { ...ada, email: null }, "ada@example.com"],
    ["name", { ...ada, name: null }, "Ada Byron"],
    ["phone", { ...ada, phone: null, externalId: `aircall-phone-${PHONE}` }, PHONE],
  ] as const)("C18: goes without the %s that is named as rejected, and says so", (part, left, value) => {
    const next = nextAttempt(firstAttempt(ada), rejection([part], { detail: "Not valid." }), SPARE);
    expect(next?.draft).toEqual(left);
    expect(next?.leftOut).toEqual([
      { part, value, code: "rejected", vendor: "gorgias", status: 400, detail: "Not valid." },
    ]);
  });

  it.each(["email", "name", "external id", "phone"] as const)(
    "C18: loses the %s alone where nothing is named",
    (part) => {
      const draft = { ...ada, externalId: "ours" };
      const last = attemptsUntilTaken(draft, [part], false).at(-1);
      expect(last?.leftOut.map((each) => each.part)).toEqual([part]);
      const key = part === "external id" ? "externalId" : part;
      expect({ ...last?.draft, [key]: draft[key] }).toEqual(draft);
    },
  );

  it("C18: loses several, named one after the other", () => {
    const last = attemptsUntilTaken(ada, ["email", "name"], true).at(-1);
    expect(last?.draft).toEqual({ ...ada, email: null, name: null });
  });

  it("C18: is left with its phone where several are rejected and none is named", () => {
    const attempts = attemptsUntilTaken(ada, ["email", "name"], false);
    expect(attempts.at(-1)?.draft).toEqual({ name: null, email: null, phone: PHONE, externalId: null });
    expect(attempts.length).toBeLessThanOrEqual(6);
  });

  it("C18: gets a made-up e-mail where Gorgias wants one, and where it has no other address", () => {
    const phoneOnly = { ...ada, email: null };
    expect(nextAttempt(firstAttempt(phoneOnly), rejection(["email"]), SPARE)?.draft.email).toBe(SPARE);
    expect(nextAttempt(firstAttempt(phoneOnly), rejection(["phone"]), SPARE)?.draft.email).toBe(SPARE);
  });

  it("C18: is tried first without the part that the rejection hints at", () => {
    for (const [detail, part] of [
      ["Not a valid email address", "email"],
      ["Bad phone number", "phone"],
      ["The name is not allowed", "name"],
    ] as const)
      expect(nextAttempt(firstAttempt(ada), rejection([], { detail }), SPARE)?.leftOut[0]?.part).toBe(part);
  });

  it("C18: fails once no part is left to leave out", () => {
    for (const named of [true, false]) {
      let attempt: CustomerAttempt | null = firstAttempt(ada);
      let sent = 0;
      for (; attempt && sent < 50; sent += 1)
        attempt = nextAttempt(attempt, rejection(named ? ["email", "name", "phone", "external id"] : []), SPARE);
      expect(attempt).toBeNull();
      expect(sent).toBeLessThanOrEqual(8);
    }
  });

  it("C18: loses one part after the other, then all but its phone, where nothing is named", () => {
    const full = { ...ada, externalId: "ours" };
    const entry = (part: DraftPart, value: string) =>
      ({ part, value, code: "rejected", vendor: "gorgias", status: 400, detail: null }) as const;
    const [email, name] = [entry("email", "ada@example.com"), entry("name", "Ada Byron")];
    const [id, phone] = [entry("external id", "ours"), entry("phone", PHONE)];
    const attempts: (CustomerAttempt | null)[] = [];
    for (let attempt: CustomerAttempt | null = firstAttempt(full); attempt && attempts.length < 9;) {
      attempt = nextAttempt(attempt, rejection(), SPARE);
      attempts.push(attempt);
    }
    const after = (draft: CustomerDraft, leftOut: object[], ...tried: string[]) => ({
      draft,
      leftOut,
      guess: { full, leftOut: [], tried },
      adopts: null,
    });
    expect(attempts).toEqual([
      after({ ...full, email: null }, [email], "email"),
      after({ ...full, name: null }, [name], "email", "name"),
      after({ ...full, externalId: null }, [id], "email", "name", "external id"),
      after({ ...full, phone: null }, [phone], "email", "name", "external id", "phone"),
      after(
        { name: null, email: null, phone: PHONE, externalId: null },
        [email, name, id],
        "email",
        "name",
        "external id",
        "phone",
        "all",
      ),
      null,
    ]);
  });

  it("C18: keeps what earlier rejections named while parts are guessed", () => {
    const named = nextAttempt(firstAttempt(ada), rejection(["name"]), SPARE);
    const guessed = named && nextAttempt(named, rejection(), SPARE);
    expect(guessed?.leftOut.map(({ part }) => part)).toEqual(["name", "email"]);
    expect(guessed?.guess?.leftOut.map(({ part }) => part)).toEqual(["name"]);
  });

  it("C18: gets a made-up e-mail once: a second rejection of it is about another part", () => {
    const bare = { ...ada, email: null };
    const spare = nextAttempt(firstAttempt(bare), rejection(["email"]), SPARE);
    expect(spare).toEqual(firstAttempt({ ...bare, email: SPARE }));
    const without = spare && nextAttempt(spare, rejection(["email"]), SPARE);
    expect(without?.draft).toEqual(bare);
    expect(without?.leftOut.map(({ value }) => value)).toEqual([SPARE]);
    const guessed = without && nextAttempt(without, rejection(["email"]), SPARE);
    expect(guessed?.draft).toEqual({ ...bare, name: null });
  });

  it("C18: gets no made-up e-mail again in the place of the one that Gorgias rejects", () => {
    const withheld = { ...ada, email: SPARE, phone: null, externalId: "ours" };
    expect(nextAttempt(firstAttempt(withheld), rejection(["email"]), SPARE)?.draft.email).toBeNull();
  });

  it("C18: gets a made-up e-mail also once another part was left out", () => {
    const named = nextAttempt(firstAttempt({ ...ada, email: null }), rejection(["name"]), SPARE);
    expect(named && nextAttempt(named, rejection(["email"]), SPARE)?.draft.email).toBe(SPARE);
  });

  it("C18: keeps its own e-mail, and its own id, where only the phone is rejected", () => {
    const own = { ...ada, externalId: "ours" };
    expect(nextAttempt(firstAttempt(own), rejection(["phone"]), SPARE)?.draft).toEqual({ ...own, phone: null });
    const both = nextAttempt(firstAttempt(own), rejection(["phone", "external id"]), SPARE);
    expect(both?.draft).toEqual({ ...ada, phone: null, externalId: null });
    const withheld = { ...ada, phone: null };
    expect(nextAttempt(firstAttempt(withheld), rejection(["name"]), SPARE)?.draft).toEqual({ ...withheld, name: null });
  });

  it.each([
    ["MAIL already exists", "email"],
    ["External reference in use", "external id"],
    ["Bad channel", "phone"],
    ["Bad address", "phone"],
    ["NAME is too long", "name"],
    ["No", "email"],
  ] as const)("C18: is tried first without what this hints at: %s: %s", (detail, part) => {
    const attempt = nextAttempt(firstAttempt({ ...ada, externalId: "ours" }), rejection([], { detail }), SPARE);
    expect(attempt?.guess?.tried).toEqual([part]);
  });

  it("C18: is tried without another part where the hint is about one that it does not have, or lost already", () => {
    const nameless = firstAttempt({ ...ada, name: null });
    expect(nextAttempt(nameless, rejection([], { detail: "Bad name" }), SPARE)?.guess?.tried).toEqual(["email"]);
    const first = nextAttempt(firstAttempt(ada), rejection([], { detail: "Bad name" }), SPARE);
    const second = first && nextAttempt(first, rejection([], { detail: "Bad name" }), SPARE);
    expect(second?.guess?.tried).toEqual(["name", "email"]);
  });
});
