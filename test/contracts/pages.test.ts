/** Lists of both vendors, page after page: which pages are asked for, and where a list ends. */
import { describe, expect, it } from "vitest";
import { openBoth } from "../helpers/vendor-requests.ts";

/** A vendor that answers each request, from 1, with `answer`. */
function vendor(answer: (asked: number, query: URLSearchParams) => unknown) {
  const queries: URLSearchParams[] = [];
  const both = openBoth(async (input) => {
    const query = new URL(String(input)).searchParams;
    queries.push(query);
    return Response.json(answer(queries.length, query));
  });
  return { ...both, queries };
}

const user = { id: 1, name: "Ada" };
const line = { id: 1, name: "Support", digits: "+33123456789" };
const next = { next_page_link: "https://api.example.com/next" };

describe("a list of Gorgias", () => {
  it("is asked for by cursor, a hundred entries a page, and an empty page does not end it", async () => {
    const pages = [
      { data: [user], meta: { next_cursor: "b" } },
      { data: [], meta: { next_cursor: "c" } },
      { data: [user], meta: {} },
    ];
    const { desk, queries } = vendor((n) => pages[n - 1]);
    expect(await desk.users()).toHaveLength(2);
    expect(queries.map((query) => [query.get("limit"), query.get("cursor")])).toEqual([
      ["100", null],
      ["100", "b"],
      ["100", "c"],
    ]);
  });

  it("of messages is the ticket's on every page, and ends with the message that is looked for", async () => {
    const { desk, queries } = vendor((n) => ({
      data: [{ id: n, external_id: n === 3 ? "x" : null }],
      meta: { next_cursor: String(n) },
    }));
    expect(await desk.notes.find(7, "x")).toBe(3);
    expect(queries.map((query) => query.get("ticket_id"))).toEqual(["7", "7", "7"]);
  });

  it.each([
    [5, { asked: 5, complete: false }],
    [4, { asked: 4, complete: true }],
  ])("of events has five pages at most, and says so: %i pages follow", async (last, expected) => {
    const event = { type: "customer-updated", object_id: 1, created_datetime: "2026-03-01T10:00:00Z" };
    const { desk, queries } = vendor((n) => ({
      data: [event],
      meta: { next_cursor: last === 5 || n < last ? String(n) : null },
    }));
    const { events, complete } = await desk.customerEvents(0);
    expect({ asked: queries.length, complete }).toEqual(expected);
    expect(events).toHaveLength(expected.asked);
  });

  it.each([
    ["second", false],
    [null, true],
  ])("of tags is one page, and complete only without a next one: %s", async (cursor, complete) => {
    const { desk, queries } = vendor(() => ({ data: [{ id: 1, name: "VIP" }], meta: { next_cursor: cursor } }));
    expect(await desk.tags.list()).toEqual({ tags: [{ id: 1, name: "VIP" }], complete });
    expect(queries).toHaveLength(1);
  });

  it("of a customer's tickets is compared with a draft for the latest five", async () => {
    const note = { externalId: "x:ended", html: "<b>n</b>", text: "n", authorId: null, at: 1_760_000_000, files: [] };
    const draft = {
      externalId: "x",
      subject: "Call",
      customerId: 1,
      assigneeId: null,
      tags: [],
      createdAt: 1_760_000_000,
      channel: "phone" as const,
      messages: [{ kind: "note" as const, draft: note }],
    };
    const tickets = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id, external_id: id === 3 ? "another" : null }));
    const found = async (place: number) => {
      const { desk } = vendor((_n, query) => {
        const ticket = query.get("ticket_id");
        if (ticket === null) return { data: tickets };
        return { data: Number(ticket) === place ? [{ id: 9, external_id: "x:ended" }] : [] };
      });
      return (await desk.tickets.findLike(draft))?.ticketId ?? null;
    };
    expect(await Promise.all([1, 2, 3, 5, 6, 7].map(found))).toEqual([1, 2, null, 5, 6, null]);
  });
});

describe("a list of Aircall", () => {
  it("is asked for by number, fifty entries a page, and an empty page does not end it", async () => {
    const { company, queries } = vendor((n) => ({ numbers: n === 2 ? [] : [line], meta: n < 3 ? next : {} }));
    expect(await company.lines()).toHaveLength(2);
    expect(queries.map((query) => [query.get("page"), query.get("per_page")])).toEqual([
      ["1", "50"],
      ["2", "50"],
      ["3", "50"],
    ]);
  });

  const webhook = (n: number) => ({
    webhook_id: `w${n}`,
    url: `https://calls.example.com/${n}`,
    token: "t",
    events: [],
  });

  it.each([
    [49, 1],
    [50, 2],
    [51, 2],
    [100, 2],
  ])("N5: of webhooks has no links, so that it ends with a page that is not full: %i webhooks", async (all, asked) => {
    const { company, queries } = vendor((_n, query) => {
      const from = (Number(query.get("page")) - 1) * 50;
      return { webhooks: Array.from({ length: Math.min(50, all - from) }, (_, n) => webhook(from + n + 1)) };
    });
    expect(await company.webhooksAt("https://calls.example.com/")).toHaveLength(all);
    expect(queries).toHaveLength(asked);
    expect(await company.findWebhook(`https://calls.example.com/${all}`)).toMatchObject({ active: true });
    expect(await company.findWebhook(`https://calls.example.com/${all + 1}`)).toBeNull();
  });
});

describe("the list of calls", () => {
  /** Aircall's list, which ends a query after 10,000 calls. `startOf`: when each call started. */
  function company(count: number, startOf: (n: number) => number) {
    const about = { direction: "inbound", status: "done" };
    const all = Array.from({ length: count }, (_, n) => ({ ...about, id: n, started_at: startOf(n) }));
    const since = new Map<number, typeof all>();
    return vendor((_n, query) => {
      const from = Number(query.get("from"));
      const page = Number(query.get("page"));
      const inWindow = since.get(from) ?? all.filter(({ started_at }) => started_at >= from).slice(0, 10_000);
      since.set(from, inWindow);
      const calls = inWindow.slice((page - 1) * 50, page * 50);
      return { calls, meta: { next_page_link: page * 50 < inWindow.length ? next.next_page_link : null } };
    });
  }

  it("L8: goes on where Aircall ends a query, and lists each call once", async () => {
    const START = 1_760_000_000;
    const calls: string[] = [];
    // The last second of the first query has three calls, and the fourth is beyond it.
    const { phone, queries } = company(10_004, (n) => START + (n >= 9_997 && n <= 10_000 ? 9_997 : n));
    for await (const page of phone.calls({ from: START, to: START + 100_000 }))
      calls.push(...page.map(({ callId }) => callId));
    expect(calls).toHaveLength(10_004);
    expect(new Set(calls).size).toBe(10_004);
    expect(queries.map((query) => `${query.get("from")} ${query.get("page")}`).slice(199)).toEqual([
      `${START} 200`,
      `${START + 9_997} 1`,
    ]);
    expect(new Set(queries.map((query) => query.get("to")))).toEqual(new Set([String(START + 100_000)]));
  });

  it("L8: ends where one second has more calls than a query lists", async () => {
    const { phone, queries } = company(10_050, () => 1_760_000_000);
    const calls: string[] = [];
    for await (const page of phone.calls({ from: 1_760_000_000, to: 1_760_000_100 }))
      calls.push(...page.map(({ callId }) => callId));
    expect([calls.length, queries.length]).toEqual([10_000, 200]);
  });
});
