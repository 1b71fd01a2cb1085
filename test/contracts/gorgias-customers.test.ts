/** Customers in Gorgias: what exactly is sent, and answers that the simulator does not give. */
import { describe, expect, it } from "vitest";
import { openBoth } from "../helpers/vendor-requests.ts";

const E164 = "+33612345678";
const ada = (id: number, more: object = {}) => ({
  id,
  name: `Ada ${id}`,
  email: null,
  note: null,
  channels: [],
  ...more,
});
const movedTo = (id: number) =>
  new Response("{}", { status: 301, headers: { location: `https://acme.example.com/api/customers/${id}/` } });
const gone = () => Response.json({ error: { msg: "no" } }, { status: 404 });

/** A vendor that answers each path below `/api`. A change is answered with `{}`. */
function vendor(answer: (path: string) => Response | object) {
  const asked: string[] = [];
  const changes: { path: string; json: unknown }[] = [];
  const { desk } = openBoth(async (input, init) => {
    const path = new URL(String(input)).pathname.replace("/api", "");
    asked.push(`${init?.method} ${path}`);
    if (init?.method === "PUT") {
      changes.push({ path, json: JSON.parse(String(init.body)) });
      return Response.json({});
    }
    const given = answer(path);
    return given instanceof Response ? given : Response.json(given);
  });
  return { desk, asked, changes };
}

describe("C1: a customer who was merged", () => {
  /** Customer 1 was merged into 2, that one into 3, and so on. The last one is there. */
  const chain = (merges: number) =>
    vendor((path) => {
      const id = Number(path.split("/").at(-1));
      return id <= merges ? movedTo(id + 1) : ada(id);
    });

  it.each([
    [1, 2],
    [3, 4],
    [4, 5],
    [5, null],
  ])("is the one at the end of a chain, which has four merges at most: %i", async (merges, end) => {
    expect((await chain(merges).desk.customers.read(1))?.id ?? null).toBe(end);
  });

  it("into one who was merged into the first leads to none, after five requests", async () => {
    const { desk, asked } = vendor((path) => movedTo(path.endsWith("/1") ? 2 : 1));
    expect(await desk.customers.read(1)).toBeNull();
    expect(asked).toHaveLength(5);
  });

  it("gets a phone and a name where the merge led", async () => {
    const { desk, changes } = vendor((path) => (path.endsWith("/1") ? movedTo(2) : ada(2)));
    await desk.customers.addPhone(1, E164);
    await desk.customers.rename(1, "Ada 2", "Ada Byron");
    expect(changes.map(({ path }) => path)).toEqual(["/customers/2", "/customers/2"]);
  });
});

describe("C2: a phone that a customer gets", () => {
  const email = { type: "email", address: "ada@example.com", preferred: true };

  it.each([
    ["is preferred where it is the only one", [email], [email], true],
    [
      "is not preferred beside another, and channels keep what they had",
      [{ type: "phone", address: "+14155550100", preferred: null }, email, { type: "facebook", address: null }],
      [{ type: "phone", address: "+14155550100", preferred: false }, email],
      false,
    ],
  ])("%s", async (_what, stored, kept, preferred) => {
    const { desk, changes } = vendor(() => ada(1, { channels: stored }));
    await desk.customers.addPhone(1, E164);
    const channels = [...kept, { type: "phone", address: E164, preferred }];
    expect(changes).toEqual([{ path: "/customers/1", json: { channels } }]);
  });

  it("is not added again, also where it is no number of a country", async () => {
    const { desk, changes } = vendor(() => ada(1, { channels: [{ type: "phone", address: "+331" }] }));
    await desk.customers.addPhone(1, "+331");
    expect(changes).toEqual([]);
  });
});

describe("C1: a customer", () => {
  it("of a search result is read by its other id where the first leads to none", async () => {
    const found = { data: [{ id: 900, customer: { id: 8, name: "Ada" } }] };
    const { desk, asked } = vendor((path) => (path === "/search" ? found : path.endsWith("/8") ? gone() : ada(900)));
    expect(await desk.customers.searchPhone(E164)).toEqual([{ id: 8, name: "Ada", email: null }]);
    expect(await desk.customers.read(8)).toMatchObject({ id: 900 });
    expect(asked).toEqual(["POST /search", "GET /customers/8", "GET /customers/900"]);
  });

  it("is remembered as a list, a ticket and a change of name show it", async () => {
    const { desk } = vendor((path) => {
      if (path === "/customers") return { data: [ada(1)] };
      return path === "/tickets/7" ? { customer: ada(2, { channels: [{ type: "phone", address: E164 }] }) } : ada(3);
    });
    await desk.customers.withPhone(E164);
    await desk.customers.ofTicket(7);
    await desk.customers.rename(3, "Ada 3", "Ada Byron");
    expect([1, 2, 3].map((id) => desk.shown(id))).toEqual([
      { id: 1, name: "Ada 1", email: null, phones: null },
      { id: 2, name: "Ada 2", email: null, phones: [E164] },
      { id: 3, name: "Ada Byron", email: null, phones: [] },
    ]);
  });

  it("keeps a name that is no longer the expected one, and is remembered with it", async () => {
    const { desk, changes } = vendor(() => ada(1));
    expect(await desk.customers.rename(1, "Ada Lovelace", "Ada Byron")).toMatchObject({ name: "Ada 1" });
    expect([changes, desk.shown(1)?.name]).toEqual([[], "Ada 1"]);
  });

  it("has each e-mail once, the main one first", async () => {
    const channels = ["b@example.com", "a@example.com"].map((address) => ({ type: "email", address }));
    const { desk } = vendor(() => ada(1, { email: "a@example.com", channels }));
    expect((await desk.customers.read(1))?.emails).toEqual(["a@example.com", "b@example.com"]);
    const other = vendor(() => ada(1, { email: "a@example.com" }));
    expect((await other.desk.customers.read(1))?.emails).toEqual(["a@example.com"]);
  });

  it("of a ticket that was merged is not taken from the answer", async () => {
    const body = JSON.stringify({ customer: ada(1) });
    const { desk } = vendor(() => new Response(body, { status: 301, headers: { location: "/api/tickets/8/" } }));
    expect(await desk.customers.ofTicket(7)).toBeNull();
  });
});
