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
});
