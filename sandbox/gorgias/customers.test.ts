// Customers of the Gorgias simulator, held against the contract's section 4.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ada, newTicket, startTestClient, type TestClient } from "./test-client.ts";

const phone = (address: string) => ({ type: "phone", address });
const byPhone = (address: string) => `/customers?channel_type=phone&channel_address=${encodeURIComponent(address)}`;

describe("customers", () => {
  let client: TestClient;
  beforeEach(async () => {
    client = await startTestClient();
  });
  afterEach(() => client.close());

  it("4.2 lists without channels, in the live envelope", async () => {
    const { status, json } = await client.api("GET", "/customers?limit=1&email=ADA%40example.com");
    expect(status).toBe(200);
    expect(json).toMatchObject({
      object: "list",
      uri: "/api/customers?limit=1&email=ADA%40example.com",
      meta: { prev_cursor: null, next_cursor: null },
    });
    expect(json.data).toHaveLength(1);
    expect(json.data[0]).toMatchObject({ id: ada, firstname: "Ada", lastname: "Byron", email: "ada@example.com" });
    for (const key of ["channels", "integrations", "customer", "external_data"])
      expect(json.data[0]).not.toHaveProperty(key);
  });

  it("4.1 reads one in full, with channels and vendor times", async () => {
    const { json } = await client.api("GET", `/customers/${ada}`);
    expect(json.channels.map((channel: { address: string }) => channel.address)).toEqual([
      "ada@example.com",
      "+33612345678",
    ]);
    expect(json.channels[1]).toMatchObject({
      type: "phone",
      preferred: true,
      customer: { id: ada, name: "Ada Byron" },
    });
    expect(json.created_datetime).toBe("2026-03-01T10:00:00.000000+00:00");
    expect(json).toMatchObject({ external_data: {}, ecommerce_data: {}, customer: null, integrations: {} });
  });

  it("4.1 keeps phone numbers verbatim and 4.2 matches them exactly, unless set to digits", async () => {
    expect((await client.api("GET", byPhone("01 70 18 99 00"))).json.data).toHaveLength(1);
    expect((await client.api("GET", byPhone("0170189900"))).json.data).toHaveLength(0);
    await client.control("PATCH", "/settings?account=acme", { channelAddressMatching: "digits" });
    expect((await client.api("GET", byPhone("0170189900"))).json.data).toHaveLength(1);
  });

  it("4.4 creates with only channels and takes the e-mail from them", async () => {
    const channels = [{ type: "email", address: "Bo@example.com" }, phone("+15550100")];
    const { status, json } = await client.api("POST", "/customers", { channels, name: "Bo van Dyke" });
    expect(status).toBe(201);
    expect(json).toMatchObject({ email: "Bo@example.com", firstname: "Bo", lastname: "Dyke" });
    expect(json).not.toHaveProperty("ecommerce_data");
  });

  it("4.4 makes a customer of a phone alone, or refuses where set so", async () => {
    const made = await client.api("POST", "/customers", { channels: [phone("+15550101")], name: "Cy" });
    expect(made).toMatchObject({ status: 201, json: { email: null } });
    client.gorgias.desk.patchSettings({ phoneOnlyCustomer: false });
    expect((await client.api("POST", "/customers", { channels: [phone("+15550102")] })).status).toBe(400);
  });

  it("4.4 refuses unknown keys, names and notes by field", async () => {
    const { status, json } = await client.api("POST", "/customers", {
      firstname: "A",
      note: "b",
      email: "x@y.example",
    });
    expect(status).toBe(400);
    expect(json.error.msg).toBe("Failed to create customer");
    expect(json.error.data).toEqual({
      channels: ["Missing data for required field."],
      firstname: ["Unknown field."],
      note: ["Unknown field."],
    });
    client.gorgias.desk.patchSettings({ customerNote: "accept" }, "acme");
    const noted = await client.api("POST", "/customers", { note: "b", channels: [phone("+15550103")] });
    expect(noted.json.note).toBe("b");
  });

  it("4.1 knows no sms channel", async () => {
    const { json } = await client.api("POST", "/customers", { channels: [{ type: "sms", address: "+15550100" }] });
    expect(json.error.data).toHaveProperty(["channels.0.type"]);
  });

  it("4.5 refuses a taken e-mail or phone with 409, or 400 where set so", async () => {
    const taken = { email: "ADA@example.com", channels: [] };
    expect(await client.api("POST", "/customers", taken)).toMatchObject({
      status: 409,
      json: { error: { msg: "The resource already exists." } },
    });
    expect((await client.api("POST", "/customers", { channels: [phone("+33612345678")] })).status).toBe(409);
    client.gorgias.desk.patchSettings({ duplicateStatus: 400 });
    const refused = await client.api("PUT", `/customers/${ada + 1}`, { email: "ada@example.com" });
    expect(refused).toMatchObject({ status: 400, json: { error: { data: { email: [expect.any(String)] } } } });
    client.gorgias.desk.patchSettings({ phoneUnique: false });
    expect((await client.api("POST", "/customers", { channels: [phone("+33612345678")] })).status).toBe(201);
  });

  it("4.6 changes only what is sent, and replaces channels as a whole", async () => {
    const named = await client.api("PUT", `/customers/${ada}`, { name: "Ada King" });
    expect(named).toMatchObject({ status: 202, json: { name: "Ada King", email: "ada@example.com" } });
    expect(named.json.channels).toHaveLength(2);
    const replaced = await client.api("PUT", `/customers/${ada}`, {
      channels: [phone("+33612345678"), phone("+15550199")],
    });
    expect(replaced.json.email).toBeNull();
    expect(replaced.json.channels[0].id).toBe(named.json.channels[1].id);
    expect((await client.api("GET", byPhone("+15550199"))).json.data[0].id).toBe(ada);
    expect((await client.api("GET", "/customers?email=ada@example.com")).json.data).toHaveLength(0);
  });

  it("4.7 merges: the source answers 301 with an empty object and leads to the target", async () => {
    await client.api("POST", "/tickets", newTicket());
    const target = ada + 1;
    const path = `/customers/merge?source_id=${ada}&target_id=${target}`;
    expect((await client.api("PUT", path)).status).toBe(400);
    expect(await client.api("PUT", path, {})).toMatchObject({ status: 202, json: { id: target } });
    const moved = await client.api("GET", `/customers/${ada}`);
    expect(moved).toMatchObject({ status: 301, json: {} });
    expect(moved.headers.get("location")).toBe(`${client.gorgias.url}/acme/api/customers/${target}/`);
    expect((await client.api("GET", `/customers/${target}`)).json.channels).toHaveLength(3);
    expect((await client.api("GET", `/tickets?customer_id=${target}`)).json.data).toHaveLength(1);
    client.gorgias.desk.patchSettings({ mergedLocation: false });
    expect((await client.api("GET", `/customers/${ada}`)).headers.get("location")).toBeNull();
  });

  it("4.7 deletes for good and stores free data by version", async () => {
    const data = `/customers/${ada}/data`;
    expect(await client.api("PUT", data, { data: { a: 1 }, version: "2026-03-02T00:00:00Z" })).toMatchObject({
      status: 202,
      text: "",
    });
    await client.api("PUT", data, { data: { a: 2 }, version: "2026-03-01T00:00:00Z" });
    expect((await client.api("GET", `/customers/${ada}`)).json.data).toEqual({ a: 1 });
    expect(await client.api("DELETE", `/customers/${ada}`)).toMatchObject({ status: 204, text: "" });
    expect((await client.api("GET", `/customers/${ada}`)).status).toBe(404);
  });
});

describe("search", () => {
  let client: TestClient;
  beforeEach(async () => {
    client = await startTestClient();
  });
  afterEach(() => client.close());
  const search = (type: string, query: string) => client.api("POST", "/search", { type, query });

  it("4.3 finds a phone in its national and international form", async () => {
    const { status, json, headers } = await search("customers_by_phone", "+33170189900");
    expect(status).toBe(200);
    expect(json).toEqual({
      data: [{ id: ada + 1, name: "Noor National", email: null }],
      object: "list",
      uri: "",
      meta: {},
    });
    expect(headers.get("x-gorgias-search-engine")).toBe("ES");
    expect((await search("customers_by_phone", "06 12 34 56 78")).json.data[0].id).toBe(ada);
    expect((await search("customers_by_phone", "+33612345679")).json.data).toEqual([]);
    client.gorgias.desk.patchSettings({ phoneSearch: "exact" });
    expect((await search("customers_by_phone", "+33170189900")).json.data).toEqual([]);
  });

  it.each([
    ["with an extension", "06 55 00 00 01 ext. 12"],
    ["with the zero of home", "+33 (0)6 55 00 00 01"],
    ["the first of two", "06 55 00 00 01 / 07 98 76 54 32"],
    ["the second of two", "07 98 76 54 32, 06 55 00 00 01"],
    ["with marks around it", "\u202a+33 6 55 00 00 01\u202c"],
    ["in wide digits", "０６５５０００００１"],
  ])("4.3 finds a phone that is stored %s", async (_, address) => {
    const made = await client.api("POST", "/customers", { channels: [phone(address)] });
    const { json } = await search("customers_by_phone", "+33655000001");
    expect(json.data).toEqual([{ id: made.json.id, name: null, email: null }]);
  });

  it("4.3 looks through names, e-mails, channels, agents and tags", async () => {
    client.gorgias.desk.addTag("acme", { name: "Aircall" });
    expect((await search("customer", "byron")).json.data).toHaveLength(1);
    expect((await search("customer", "+3361234")).json.data).toHaveLength(0);
    expect((await search("customer_profile", "+3361234")).json.data).toHaveLength(1);
    expect((await search("customer_channel_phone", "+33612345678")).json.data[0]).toMatchObject({
      address: "+33612345678",
    });
    expect((await search("agent", "cleo")).json.data[0]).toMatchObject({ email: "cleo.agent@acme.example" });
    expect((await search("tag", "air")).json.data).toHaveLength(1);
    expect((await search("nonsense", "x")).status).toBe(400);
  });

  it("4.3 lags behind the writes when set to", async () => {
    client.gorgias.desk.patchSettings({ searchDelayMs: 5_000 });
    client.pass(10_000);
    await client.api("POST", "/customers", { channels: [phone("+15550177")] });
    expect((await search("customers_by_phone", "+15550177")).json.data).toHaveLength(0);
    client.pass(5_000);
    expect((await search("customers_by_phone", "+15550177")).json.data).toHaveLength(1);
  });
});
