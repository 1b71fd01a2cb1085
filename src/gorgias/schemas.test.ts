/** Lists of Gorgias with an unreadable item. */
import { expect, it } from "vitest";
import { listOf, readableOf, ticketSchema, userSchema } from "./schemas.ts";

const user = { id: 1, name: "Ada", email: "ada@example.com" };

it.each([
  ["bare", [user, { name: "no id" }, "odd", null, { ...user, id: 2 }]],
  ["in an envelope", { data: [user, { name: "no id" }, "odd", null, { ...user, id: 2 }], meta: { next_cursor: "c" } }],
])("C15: a list that comes %s keeps the items that can be read", (_how, given) => {
  expect(
    readableOf(userSchema)
      .parse(given)
      .data.map(({ id }) => id),
  ).toEqual([1, 2]);
});

it("C15: a list in which something is looked for by its name is refused, for it may be the very item that cannot be read", () => {
  expect(listOf(userSchema).safeParse([user, { name: "no id" }]).success).toBe(false);
});

it("C12: a ticket is readable with a tag that has no name", () => {
  const given = { id: 7, status: "open", tags: [{ id: 1 }, { id: 2, name: "VIP" }, null] };
  expect(ticketSchema.parse(given).tags).toEqual([{ name: "VIP" }]);
});

it.each([
  ["with its offset", "2026-03-01T10:00:00.000000+00:00"],
  ["without a zone, which is UTC", "2026-03-01T10:00:00.000000"],
])("M5: the time of a closing that comes %s is the same", (_how, closed_datetime) => {
  expect(ticketSchema.parse({ id: 7, closed_datetime }).closed_datetime).toBe(Date.UTC(2026, 2, 1, 10));
});
