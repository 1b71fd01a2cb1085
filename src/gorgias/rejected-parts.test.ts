/** The part of a new customer that Gorgias rejects. */
import { describe, expect, it } from "vitest";
import { detailOf, rejectedParts } from "./rejected-parts.ts";

const BOTH = ["email", "phone"] as const;
const named = (data: unknown) => rejectedParts({ error: { msg: "Failed to create customer", data } }, BOTH);

describe("the parts that Gorgias rejects", () => {
  it.each([
    [{ email: ["Not a valid email address."] }, ["email"]],
    [{ name: ["Too long."], external_id: ["Bad."] }, ["name", "external id"]],
    [{ "channels.0.address": ["Bad."] }, ["email"]],
    [{ channels: { 1: { address: ["Bad."] } } }, ["phone"]],
    [{ channels: [{}, { address: ["Bad."] }] }, ["phone"]],
    [{ channels: ["Already used by another customer."] }, ["phone"]],
    [{ email: "Bad.", "channels.0.address": ["Bad."] }, ["email"]],
  ])("C18: are named by %j", (data, parts) => {
    expect(named(data)).toEqual(parts);
  });

  const empty: unknown[] = [undefined, null, "email", 7, [], {}, { _schema: ["Bad."] }, { constructor: {} }];
  it.each(empty.map((data) => ({ data })))("C18: are not named by $data", ({ data }) => {
    expect(named(data)).toEqual([]);
  });

  it("C18: are not named where there is no error to read, nor in an endless one", () => {
    let deep: unknown = ["x"];
    for (let i = 0; i < 5_000; i += 1) deep = { a: deep };
    for (const body of [null, "no", [], { error: "no" }, { error: { data: deep } }])
      expect([rejectedParts(body, BOTH), typeof detailOf(body)]).toEqual([[], "object"]);
  });
});

describe("the vendor's own words", () => {
  it("C18: are one line, shortened, without control characters", () => {
    const body = { error: { msg: "Failed\u0000 to\ncreate", data: { email: ["Not valid.", "x".repeat(500)] } } };
    expect(detailOf(body)).toMatch(/^Failed to create Not valid\. x+$/);
    expect(detailOf(body)?.length).toBe(200);
  });
});
