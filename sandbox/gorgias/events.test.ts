// The events of the Gorgias simulator, held against the contract's section 10.3 and capabilities 0.11.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ada, newTicket, startOfTest, startTestClient, type TestClient } from "./test-client.ts";

describe("events", () => {
  let client: TestClient;
  beforeEach(async () => {
    client = await startTestClient();
  });
  afterEach(() => client.close());

  const seen = async (query: string) => {
    const { status, json } = await client.api("GET", `/events?${query}`);
    expect(status).toBe(200);
    return json.data as { type: string; object_id: number; object_type: string; data: unknown }[];
  };

  it("tell what happened to customers and to the customers of tickets, newest first, by type and time", async () => {
    const since = encodeURIComponent(new Date(startOfTest).toISOString());
    const made = await client.api("POST", "/customers", { name: "Bo", channels: [], email: "bo@example.com" });
    await client.api("PUT", `/customers/${ada}`, { name: "Ada King" });
    const ticket = await client.api("POST", "/tickets", newTicket());
    await client.api("PUT", `/tickets/${ticket.json.id}`, { customer: { id: made.json.id } });
    const types = "types=customer-updated&types=ticket-customer-updated";
    const found = await seen(`${types}&created_datetime%5Bgte%5D=${since}`);
    expect(found.map(({ type, object_id: id, object_type: of }) => [type, id, of])).toEqual([
      ["ticket-customer-updated", ticket.json.id, "Ticket"],
      ["customer-updated", ada, "Customer"],
    ]);
    expect(found.every(({ data }) => data === null)).toBe(true);
    expect(await seen(`object_id=${ada}&types=customer-deleted`)).toEqual([]);
    expect((await client.api("GET", "/events?types=invented")).status).toBe(400);
  });

  it("show the change where the account is set to, and name either customer of a merge", async () => {
    const made = await client.api("POST", "/customers", { name: "Bo", channels: [], email: "bo@example.com" });
    await client.control("PATCH", "/settings?account=acme", { eventData: "change", mergeEventNames: "target" });
    await client.api("PUT", `/customers/merge?source_id=${ada}&target_id=${made.json.id}`, {});
    expect(await seen("types=customer-merged")).toMatchObject([
      { object_id: made.json.id, data: { source_id: ada, target_id: made.json.id } },
    ]);
  });
});
