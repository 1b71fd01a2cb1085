// Credentials, errors, limits, pages, files, faults and control of the Gorgias simulator (contract 1, 2, 7, 11).
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ada, newTicket, startTestClient, type TestClient } from "./test-client.ts";

let client: TestClient;
beforeEach(async () => {
  client = await startTestClient();
});
afterEach(() => client.close());

describe("credentials and errors", () => {
  it("1 answers an unknown account with an HTML 404", async () => {
    const { status, headers } = await client.raw("/nobody/api/users/0");
    expect(status).toBe(404);
    expect(headers.get("content-type")).toContain("text/html");
  });

  it("11.2 answers 401 without a good credential, and after the key is revoked", async () => {
    expect(await client.raw("/acme/api/users/0")).toMatchObject({
      status: 401,
      json: { error: { msg: "Unauthorized." } },
    });
    expect((await client.api("GET", "/users/0", undefined, { authorization: "Basic eDp5" })).status).toBe(401);
    expect((await client.control("POST", "/accounts/acme/revoke-key")).status).toBe(204);
    expect((await client.api("GET", "/users/0")).status).toBe(401);
  });

  it("2.1 takes a Bearer token until it expires", async () => {
    const { token } = (await client.control("POST", "/accounts/acme/tokens", { email: "cleo.agent@acme.example" }))
      .json;
    const ask = () => client.api("GET", "/users/0", undefined, { authorization: `Bearer ${token}` });
    expect((await ask()).json.name).toBe("Cleo Agent");
    client.pass(86_400_000);
    expect((await ask()).status).toBe(401);
    expect((await client.api("GET", "/users/0", undefined, { authorization: "Bearer other" })).status).toBe(401);
    expect(client.gorgias.desk.requests("acme").map(({ isExpired }) => isExpired)).toEqual([false, true, false]);
  });

  it("11.2 answers unknown routes 404, wrong methods 405 and broken bodies 400", async () => {
    expect(await client.api("GET", "/nothing")).toMatchObject({
      status: 404,
      json: { error: { msg: "Resource not found." } },
    });
    expect(await client.api("PATCH", "/tickets")).toMatchObject({
      status: 405,
      json: { error: { msg: "The specified HTTP method is not allowed." } },
    });
    expect((await client.api("POST", "/users", {})).status).toBe(405);
    const authorization = basic();
    const headers = { authorization, "content-type": "text/plain" };
    expect((await client.raw("/acme/api/tags", { method: "POST", headers, body: '{"name":"x"}' })).status).toBe(400);
    const broken = { authorization, "content-type": "application/json" };
    expect((await client.raw("/acme/api/tags", { method: "POST", headers: broken, body: "{" })).status).toBe(400);
    expect((await client.api("GET", "/users?nonsense=1")).json.error.data).toEqual({ nonsense: ["Unknown field."] });
  });
});

function basic(): string {
  const { email, apiKey } = client.gorgias.desk.account("acme");
  return `Basic ${Buffer.from(`${email}:${apiKey}`).toString("base64")}`;
}

function upload(form: FormData, query = "") {
  return client.raw(`/acme/api/upload${query}`, { method: "POST", headers: { authorization: basic() }, body: form });
}

function names(reply: { json: { data: { name: string }[] } }): string {
  return reply.json.data.map((tag) => tag.name).join("");
}

describe("limits", () => {
  it("11.3 shows the bucket, refuses when it is full, and drains evenly", async () => {
    const { headers } = await client.api("GET", "/users/0");
    expect(headers.get("x-gorgias-account-api-call-limit")).toBe("1/80");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
    expect(headers.get("retry-after")).toBeNull();
    await client.control("POST", "/accounts/acme/spend", { requests: 79 });
    const refused = await client.api("GET", "/users/0");
    expect(refused).toMatchObject({ status: 429, json: { error: { msg: expect.any(String) } } });
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refused.headers.get("x-gorgias-account-api-call-limit")).toBe("80/80");
    client.pass(1_000);
    expect((await client.api("GET", "/users/0")).headers.get("x-gorgias-account-api-call-limit")).toBe("79/80");
    expect(client.gorgias.desk.requests("acme").map((entry) => entry.status)).toEqual([200, 429, 200]);
  });

  it("11.3 has a bucket for each kind of credential, changeable while running", async () => {
    client.gorgias.desk.patchSettings({ rateLimit: { keyLimit: 2, windowSeconds: 20 } }, "acme");
    const token = client.gorgias.desk.issueToken("acme");
    await client.api("GET", "/users/0");
    await client.api("GET", "/users/0");
    const refused = await client.api("GET", "/users/0");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("10");
    const other = await client.api("GET", "/users/0", undefined, { authorization: `Bearer ${token}` });
    expect(other.headers.get("x-gorgias-account-api-call-limit")).toBe("1/80");
    client.gorgias.desk.patchSettings({ rateLimit: { enabled: false } });
    expect((await client.api("GET", "/users/0")).status).toBe(200);
  });
});

describe("pages", () => {
  it("11.1 walks forward and back by cursors that expire", async () => {
    for (const name of ["a", "b", "c"]) client.gorgias.desk.addTag("acme", { name });
    const page = (cursor?: string) =>
      client.api("GET", `/tags?order_by=name:asc&limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`);
    const first = await page();
    expect([names(first), first.json.meta.prev_cursor]).toEqual(["ab", null]);
    const second = await page(first.json.meta.next_cursor);
    expect([names(second), second.json.meta.next_cursor]).toEqual(["c", null]);
    expect(names(await page(second.json.meta.prev_cursor))).toBe("ab");
    expect((await page("nonsense")).status).toBe(400);
    client.pass(600_001);
    expect((await page(first.json.meta.next_cursor)).status).toBe(400);
    expect((await client.api("GET", "/tags?limit=101")).status).toBe(400);
  });
});

describe("files", () => {
  it("7 takes several parts, names them, and gives them back", async () => {
    const form = new FormData();
    form.append("recording.mp3", new Blob(["sound"], { type: "audio/mpeg" }), "x.mp3");
    form.append("file", new Blob(["picture"], { type: "image/png" }), "cat.png");
    const { status, json } = await upload(form, "?type=attachment");
    expect(status).toBe(201);
    expect(json).toMatchObject([
      { content_type: "audio/mpeg", name: "recording.mp3", size: 5 },
      { content_type: "image/png", name: "cat.png", size: 7 },
    ]);
    const [, hash, name] = /attachments\/(\w+)\/(.+)$/.exec(json[0].url) ?? [];
    expect((await client.api("GET", `/attachment/download/${hash}/${name}`)).text).toBe("sound");
    expect((await client.raw(`/acme/api/attachment/download/${hash}/${name}`)).status).toBe(401);
    expect((await fetch(json[0].url)).status).toBe(404);
  });

  it("7 keeps the hash and size of a large file, and only its head", async () => {
    const large = new Uint8Array(3_000_000).fill(7);
    const form = new FormData();
    form.append("file", new Blob([large], { type: "audio/mpeg" }), "long.mp3");
    client.gorgias.desk.patchSettings({ sizeAsString: true });
    expect((await upload(form)).json[0].size).toBe("3000000");
    const [file] = client.gorgias.desk.account("acme").files.values();
    expect(file?.sha256).toBe(createHash("sha256").update(large).digest("hex"));
    expect(file?.kept.length).toBe(65_536);
  });

  it("7 answers 413 while a file that is too large still streams", async () => {
    client.gorgias.desk.patchSettings({ uploadLimitBytes: 1_000 });
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(2_000_000)]), "big.bin");
    expect(await upload(form)).toMatchObject({ status: 413, json: { error: { msg: expect.any(String) } } });
    expect(client.gorgias.desk.account("acme").files.size).toBe(0);
    expect((await client.api("GET", "/users/0")).status).toBe(200);
  });

  it("7 refuses a part without a file", async () => {
    const form = new FormData();
    form.append("name", "value");
    expect((await upload(form)).status).toBe(400);
    expect((await upload(new FormData())).status).toBe(400);
    expect((await client.api("POST", "/upload", {})).status).toBe(400);
    expect((await upload(form, "?type=song")).status).toBe(400);
  });
});

describe("faults", () => {
  it("answers with a fault instead of the work, as often as set", async () => {
    const fault = { kind: "status", status: 503, headers: { "retry-after": "3" }, body: { error: { msg: "x" } } };
    await client.control("POST", "/faults", { fault, method: "POST", path: "/api/tags$", skip: 1 });
    expect((await client.api("POST", "/tags", { name: "a" })).status).toBe(201);
    const hit = await client.api("POST", "/tags", { name: "b" });
    expect(hit).toMatchObject({ status: 503, json: { error: { msg: "x" } } });
    expect(hit.headers.get("retry-after")).toBe("3");
    expect((await client.api("POST", "/tags", { name: "b" })).status).toBe(201);
    expect((await client.control("GET", "/faults")).json).toEqual([]);
    expect(client.gorgias.desk.requests("acme")[1]).toMatchObject({ status: 503, fault: "status" });
  });

  it("loses the answer after the work is done", async () => {
    client.gorgias.faults.add({ fault: { kind: "lost-answer" }, path: "/api/tickets$" });
    await expect(client.api("POST", "/tickets", newTicket())).rejects.toThrow("fetch failed");
    expect((await client.api("GET", "/tickets")).json.data).toHaveLength(1);
    expect(client.gorgias.desk.requests("acme")[0]).toMatchObject({ status: 201, fault: "lost-answer" });
  });

  it("answers late what is done already", async () => {
    client.gorgias.faults.add({ fault: { kind: "late-answer", ms: 3_000 }, method: "POST", path: "/api/tickets$" });
    let isAnswered = false;
    const asked = client.api("POST", "/tickets", newTicket()).finally(() => (isAnswered = true));
    await expect.poll(async () => (await client.api("GET", "/tickets")).json.data).toHaveLength(1);
    expect(isAnswered).toBe(false);
    expect((await asked).status).toBe(201);
  });

  it("drops a request before any work, until cleared, never the control's", async () => {
    await client.control("POST", "/faults", { fault: { kind: "dropped" }, times: 0 });
    await expect(client.api("POST", "/tickets", newTicket())).rejects.toThrow("fetch failed");
    await expect(client.api("GET", "/users/0")).rejects.toThrow("fetch failed");
    expect((await client.control("DELETE", "/faults")).status).toBe(204);
    expect((await client.api("GET", "/tickets")).json.data).toEqual([]);
    const log = client.gorgias.desk.requests("acme");
    expect(log.map((entry) => entry.status)).toEqual([0, 0, 200]);
    expect(log.map((entry) => entry.fault)).toEqual(["dropped", "dropped", null]);
  });

  it("answers slowly, yet closes at once", async () => {
    client.gorgias.faults.add({ fault: { kind: "slow", ms: 20 } });
    expect((await client.api("GET", "/users/0")).status).toBe(200);
    client.gorgias.faults.add({ fault: { kind: "slow", ms: 3_600_000 } });
    const waiting = client.api("GET", "/users/0").catch(() => "cut");
    await expect.poll(() => client.gorgias.faults.list()).toEqual([]);
    await client.close();
    expect(await waiting).toBe("cut");
  });
});

describe("control", () => {
  it("makes accounts that know nothing of each other", async () => {
    const made = await client.control("POST", "/accounts", { account: "zeta" });
    expect(made).toMatchObject({ status: 201, json: { account: "zeta", email: "ada.admin@zeta.example" } });
    const { email, apiKey } = made.json;
    const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString("base64")}`;
    const { json } = await client.raw("/zeta/api/customers", { headers: { authorization } });
    expect(json.data).toEqual([]);
    expect((await client.raw("/acme/api/customers", { headers: { authorization } })).status).toBe(401);
    expect((await client.control("POST", "/accounts", { account: "acme" })).status).toBe(409);
    expect((await client.control("GET", "/accounts")).json).toHaveLength(2);
  });

  it("seeds, changes settings, refuses wrong ones, and resets", async () => {
    const user = (await client.control("POST", "/accounts/acme/users", { name: "Bo", email: "bo@acme.example" })).json;
    await client.control("POST", `/accounts/acme/users/${user.id}`, { active: false, email: "b@acme.example" });
    expect((await client.api("GET", `/users/${user.id}`)).json).toMatchObject({
      active: false,
      email: "b@acme.example",
    });
    const channels = [{ type: "phone", address: "(555) 0100" }];
    expect((await client.control("POST", "/accounts/acme/customers", { name: "Cy", channels })).status).toBe(201);
    expect((await client.control("PATCH", "/settings", { nonsense: 1 })).status).toBe(400);
    expect((await client.control("PATCH", "/settings", { rateLimit: { limit: 40 } })).json.rateLimit).toMatchObject({
      limit: 40,
      windowSeconds: 40,
    });
    const state = (await client.control("GET", "/state?account=acme")).json;
    expect(state.customers).toHaveLength(3);
    await client.control("POST", "/reset");
    expect((await client.control("GET", "/state?account=acme")).json.customers).toHaveLength(2);
    expect((await client.control("GET", "/settings")).json.rateLimit.limit).toBe(80);
  });

  it("shows a help desk whose pages contain no external text", async () => {
    client.gorgias.desk.addCustomer("acme", { name: "<script>alert(1)</script>" });
    const home = await client.raw("/");
    expect([home.status, home.headers.get("location")]).toEqual([302, "/acme/app"]);
    for (const path of ["/acme/app", `/acme/app/customer/${ada}`, "/acme/app/ticket/7001"]) {
      const page = await client.raw(path);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain("alert(1)");
    }
    expect((await client.raw("/nobody/app")).status).toBe(404);
    for (const name of ["desk.js", "make.js"])
      expect((await client.raw(`/_sandbox/page/${name}`)).headers.get("content-type")).toContain("javascript");
    expect((await client.control("GET", `/accounts/acme/view?customer=${ada}`)).json.customer.id).toBe(ada);
  });

  it("stays quick with a thousand accounts and a hundred thousand tickets", async () => {
    const { desk } = client.gorgias;
    desk.patchSettings({ rateLimit: { enabled: false } });
    for (let index = 0; index < 1_000; index += 1) desk.createAccount({ account: `shop-${index}` });
    const account = desk.account("acme");
    const first = (await client.api("POST", "/tickets", newTicket())).json;
    const held = desk.ticket("acme", first.id);
    for (let index = 0; index < 100_000; index += 1)
      account.tickets.put({ ...held, id: account.nextId("ticket"), externalId: `call_${index}`, customerId: null });
    const before = performance.now();
    for (let index = 0; index < 50; index += 1) {
      const { json } = await client.api("GET", `/tickets?external_id=call_${index * 1_999}`);
      expect(json.data).toHaveLength(1);
    }
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
