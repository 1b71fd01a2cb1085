/** What the writes of a conversation add up to for one of its tickets. */
import { describe, expect, it } from "vitest";
import { ticketWrite, write } from "../../../test/fixtures/text-messages.ts";
import { hasOpened, threadSoFar, ticketsOpened } from "./thread-so-far.ts";

const tags = (key: string, ticketId: number, names: string[], more = {}) =>
  write(key, { intent: { ticketId, tags: names }, outcome: { tagIds: [1] }, ...more });

describe("threadSoFar", () => {
  it("M6: begins the next ticket where none was chosen", () => {
    expect(threadSoFar([], null)).toEqual({
      generation: 1,
      ticketId: null,
      tags: new Set(),
      messages: new Map(),
      withoutFiles: new Set(),
      inDoubt: new Set(),
      assigneeId: undefined,
      opened: true,
      heading: null,
    });
    expect(threadSoFar([ticketWrite(7001, [])], null).generation).toBe(2);
  });

  it("counts the tickets that were opened, not those that may have been", () => {
    const perhaps = ticketWrite(7002, [], { generation: 2, state: "intended", outcome: null });
    const writes = [ticketWrite(7001, []), perhaps, write("ticket", { generation: 3, state: "refused", outcome: {} })];
    expect(ticketsOpened({ writes })).toBe(1);
    expect(threadSoFar(writes, 7001).generation).toBe(1);
  });

  it("M12: knows every message that was written or rejected, in any ticket, but none in doubt", () => {
    const writes = [
      ticketWrite(7001, ["message:SM1"]),
      write("message:SM2"),
      write("undelivered:SM2", { state: "refused", outcome: { why: "no" } }),
      write("message:SM3", { state: "intended", outcome: null }),
      write("upload:SM4:0"),
    ];
    const known = { digest: null, messageId: null };
    expect(threadSoFar(writes, 7002).messages).toEqual(
      new Map([
        ["message:SM2", known],
        ["undelivered:SM2", known],
        ["message:SM1", known],
      ]),
    );
  });

  it("C12: knows the tags that this ticket has or was given, also those that were removed since", () => {
    const writes = [
      ticketWrite(7001, []),
      tags("tags:1", 7001, ["Support US"]),
      tags("tags:2", 7002, ["Sales"]),
      tags("tags:3", 7001, ["Refused"], { state: "refused" }),
      tags("tags:4", 7001, ["Perhaps"], { state: "intended", outcome: null }),
    ];
    const all = new Set(["Aircall SMS", "Support US", "Refused", "VIP"]);
    expect(threadSoFar(writes, 7001, ["VIP"]).tags).toEqual(all);
    expect(threadSoFar(writes, 7002).tags).toEqual(new Set(["Sales"]));
    expect(threadSoFar(writes, null).tags).toEqual(new Set());
  });
});

it("M2: a conversation opened these tickets itself, and no other one that it goes on in", () => {
  const writes = [ticketWrite(7001, []), ticketWrite(7002, [], { generation: 2 }), write("message:SM1")];
  expect([7001, 7002, 7003].map((ticketId) => hasOpened({ writes }, ticketId))).toEqual([true, true, false]);
});
