/** Writes as people see them, from any version that stored them. */
import { expect, it } from "vitest";
import { reasons } from "../../../test/fixtures/reasons.ts";
import { showWrite, type StoredWrite } from "./show-write.ts";
import type { ShownWrite } from "./shown-write.ts";

const NAMED = { generation: 1, ref: null, part: null, attempt: 1, requests: 2 };
const NOTHING = { ticketId: null, reopens: false, left: null, file: null, match: null, reason: null, answer: null };
const customer = { id: 7, name: "Ada", email: null };
const reason = reasons.vendor_rejected;

it.each<[string, Partial<StoredWrite>, Partial<ShownWrite>]>([
  ["a ticket", { outcome: { ticketId: 8 } }, { ticketId: 8 }],
  [
    "a change that was never answered",
    { kind: "change", intent: { ticketId: 8, open: true } },
    { ticketId: 8, reopens: true },
  ],
  ["a change that opens nothing", { kind: "change", intent: { open: false, assigneeId: 3 } }, {}],
  [
    "a ticket that was left",
    { kind: "left", outcome: { ticketId: 8, why: "closed too long" } },
    { ticketId: 8, left: "closed too long" },
  ],
  ["a ticket that is gone", { kind: "gone", outcome: { ticketId: 8, why: "spam" } }, { ticketId: 8, left: "spam" }],
  ["a file", { kind: "upload", outcome: { kind: "gone" } }, { file: { kind: "gone" } }],
  [
    "a file of an earlier version",
    { kind: "upload", outcome: { kind: "refused", reason: "said so" } },
    { file: { kind: "refused", reason: { code: "other", detail: "said so" } } },
  ],
  [
    "a customer",
    { kind: "customer", outcome: { customer, how: "created", others: [9], created: true } },
    { match: { customerId: 7, name: "Ada", how: "created", others: [9], unclear: [] } },
  ],
  ["a customer of another form", { kind: "customer", outcome: { created: true } }, {}],
  ["a rejection", { kind: "note", state: "refused", outcome: { reason } }, { reason }],
  [
    "a rejection of an earlier version",
    { kind: "note", state: "refused", outcome: { why: "no" } },
    { reason: { code: "other", detail: "no" } },
  ],
  ["a note, which names no ticket", { kind: "note", intent: { ticketId: 8, open: true } }, {}],
  ["a change of an unknown form", { kind: "change", intent: null }, {}],
  ["a note that says what an upload says", { kind: "note", outcome: { kind: "gone" } }, {}],
  [
    "a note that says what a look-up says",
    { kind: "note", outcome: { customer, how: "created", others: [], created: true } },
    {},
  ],
  ["a kind of a later version", { kind: "of tomorrow" }, { kind: "other" }],
])("shows %s", (_what, stored, shown) => {
  const write: StoredWrite = { ...NAMED, kind: "ticket", state: "done", intent: null, outcome: null, ...stored };
  const { intent: _intent, outcome, ...given } = write;
  const answer = outcome === null ? null : JSON.stringify(outcome);
  expect(showWrite(write)).toEqual({ ...NOTHING, ...given, answer, ...shown });
});

it("shows no answer where none is stored", () => {
  const write: StoredWrite = { ...NAMED, kind: "ticket", state: "done", intent: null, outcome: undefined };
  expect(showWrite(write).answer).toBeNull();
});
