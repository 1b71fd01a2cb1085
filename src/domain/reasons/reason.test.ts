/** Reasons and outcomes in the columns of a row, and in the rows of other versions. */
import { expect, it } from "vitest";
import { deliveryOutcomes, reasons } from "../../../test/fixtures/reasons.ts";
import { readDeliveryOutcome } from "./delivery-outcome.ts";
import { codeColumnsOf, readReason, refusalOf, REJECTED } from "./reason.ts";

it.each(Object.values(reasons))("a row stores $code", (reason) => {
  const [code, parameters] = codeColumnsOf(reason);
  expect(code).toBe(reason.code);
  expect(readReason(code, parameters)).toEqual(reason);
});

it.each(Object.values(deliveryOutcomes))("a delivery stores $code", (outcome) => {
  expect(readDeliveryOutcome(...codeColumnsOf(outcome))).toEqual(outcome);
});

it.each([
  ["unanswered_outbound", "unansweredOutbound"],
  ["own_line", "internalCalls"],
])("a row of an earlier version with the code %s names the setting %s", (code, setting) => {
  expect(readReason(code, null)).toEqual({ code: "left_out_by_setting", setting });
});

it("a delivery that an earlier version left out as one of an own line names the setting", () => {
  const ignored = { code: "ignored", why: "left_out_by_setting", setting: "internalCalls" };
  expect(readDeliveryOutcome("ignored", { why: "own_line" })).toEqual(ignored);
  expect(readDeliveryOutcome("not_written_yet", { why: "own_line" })).toEqual({ code: "not_written_yet" });
});

it("a row without a code has no reason, and a delivery without one is not read", () => {
  expect(readReason(null, null)).toBeNull();
  expect(readDeliveryOutcome(null, null)).toBeNull();
});

it.each([
  ["of_tomorrow", null],
  ["of_tomorrow", { detail: 7 }],
  // Every object has something of this name.
  ["toString", null],
  // Its parameters are missing.
  ["vendor_rejected", null],
  ["not_understood", { path: 7 }],
])("what this version cannot read is shown as it is: %s %j", (code, parameters) => {
  expect(readReason(code, parameters)).toEqual({ code: "other", detail: code });
  expect(readDeliveryOutcome(code, parameters)).toEqual({ code: "other", detail: code });
});

it.each([
  ["a reason", { reason: reasons.vendor_failed, more: 1 }, reasons.vendor_failed],
  ["a sentence of an earlier version", { why: "refused (400)" }, { code: "other", detail: "refused (400)" }],
  ["nothing", {}, REJECTED],
  ["none at all", null, REJECTED],
  ["a reason of a later version", { reason: { code: "of_tomorrow" } }, REJECTED],
])("a rejected write keeps %s", (_what, outcome, reason) => {
  expect(refusalOf(outcome)).toEqual(reason);
});

it("a row has no parameters where the code has none", () => {
  expect(codeColumnsOf({ code: "erased" })).toEqual(["erased", null]);
});
