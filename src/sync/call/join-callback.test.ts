/** C13: when a run looks for the other call of a callback. */
import { expect, it } from "vitest";
import type { ActivityRecord } from "../../domain/ports/stores.ts";
import { blankRecord } from "../activity-record.ts";
import { planUnlessNews } from "./join-callback.ts";

const plan = { subject: "planned" };
const common = { caller: "+33612345678", startedAt: 1_700_000_000_000, plan };
const missed: ActivityRecord = { ...blankRecord("call:1"), ...common, direction: "inbound" };
const request: ActivityRecord = { ...missed, callbackRequested: true };
const vain: ActivityRecord = { ...blankRecord("call:2"), ...common, direction: "outbound" };
const callback: ActivityRecord = { ...vain, answered: true };

it.each<[string, ActivityRecord, ActivityRecord | null]>([
  ["a call that was not known before", callback, null],
  ["a request made after the ticket was planned", request, missed],
  ["an answer that came after the ticket was planned", callback, vain],
  ["a direction that was told late", callback, { ...callback, direction: null }],
  ["a caller who was told late", callback, { ...callback, caller: "+33600000000" }],
  ["a start that was told late", request, { ...request, startedAt: null }],
])("C13: has no plan for %s, so that it is joined", (_what, facts, before) => {
  expect(planUnlessNews(facts, before)).toBeNull();
});

it.each<[string, ActivityRecord, ActivityRecord | null]>([
  ["a callback that is as it was", callback, callback],
  ["a call that asks for no callback and is none", missed, null],
  ["an inbound call that was answered", { ...missed, answered: true }, missed],
  ["an outbound call without an answer", vain, null],
])("C13: keeps the plan of %s, and looks for no other call", (_what, facts, before) => {
  expect(planUnlessNews(facts, before)).toBe(plan);
});
