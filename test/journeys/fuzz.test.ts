/** What nobody wrote on purpose: bytes and JSON of any kind at the inlet, and in every schema of what comes from outside. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as aircallMessages from "../../src/aircall/message-schema.ts";
import * as aircallCalls from "../../src/aircall/schemas.ts";
import { settingsSchema } from "../../src/domain/settings.ts";
import { refusedSettings } from "../../src/domain/settings-form.ts";
import * as gorgias from "../../src/gorgias/schemas.ts";
import { activityQuerySchema, lineChoiceSchema } from "../../src/http/api/schemas.ts";
import { rawCreated, rawDelivery, rawEnded, rawGroupText, rawText } from "../fixtures/deliveries.ts";
import { hostileJson, tamperedIn } from "../helpers/hostile-json.ts";
import { picture, receiveText, sendText } from "../helpers/texting.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

/** The budget has tests of its own; here it would only take time. */
const gate = { pass: async () => undefined, report: async () => undefined };
const world = useWorld(async () => ({ over: { gate } }));
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 80);

/** What fails says its seed by itself; what hangs must not pass for slow. */
const limits = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 50_000, markInterruptAsFailure: true });

async function isStored(shop: Shop, body: string | Uint8Array): Promise<boolean> {
  const digest = createHash("sha256").update(body).digest("base64url");
  const rows = await world.it.services.database.query(
    `select 1 from deliveries where connection_id = $1 and digest = $2`,
    [shop.connectionId, digest],
  );
  return rows.length > 0;
}

/** 200 says that it is kept; any other answer, that it is not. */
async function knock(shop: Shop, body: string | Uint8Array): Promise<number> {
  const { status } = await shop.deliver(body);
  expect([200, 401, 413]).toContain(status);
  // NUL and the like are kept out of what is stored as text, never out of what is counted as the same bytes.
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  expect(await isStored(shop, text)).toBe(status === 200);
  return status;
}

const thrown: unknown[] = [];

/** Works until nothing is due, and remembers what any turn threw. */
async function workOff(): Promise<void> {
  const { queue, handle, sweep } = world.it.services;
  const watched: typeof handle = (job) =>
    handle(job).catch((error: unknown) => {
      thrown.push(error);
    });
  for (let round = 0; round < 60; round += 1) {
    const { completed } = await queue.step(watched);
    world.it.clock.advance(5_000);
    if (completed + (await sweep()) === 0 && round > 25) return;
  }
}

const OUR_TAGS = /^<(?:\/?(?:p|b|i|ul|li)|br|\/a|a href="https?:\/\/[^"<>]*")>$/;

/** Everything in angle brackets that was written to Gorgias and is none of our own. */
function strangeTags(shop: Shop): string[] {
  return shop
    .tickets()
    .flatMap(({ notes }) =>
      notes.flatMap(({ html }) => (html.match(/<[^>]*>?/g) ?? []).filter((tag) => !OUR_TAGS.test(tag))),
    );
}

/** What Gorgias refused: whatever was read of a delivery, what is made of it is within Gorgias' bounds. */
async function refusals({ connectionId }: Shop): Promise<unknown[]> {
  return world.it.services.database.query(
    `select subject, reason from subjects where connection_id = $1 and state = 'failed' and reason ilike 'gorgias%'`,
    [connectionId],
  );
}

/** The deliveries that this shop was sent, as JSON. */
function samplesOf(shop: Shop): unknown[] {
  const ours = shop.phone.deliveries.log.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  return ours.map(({ body }) => JSON.parse(body) as unknown);
}

describe("the inlet", () => {
  it(`answers any bytes with 401, and keeps none of them (${RUNS} runs)`, async () => {
    const shop = await world.it.openShop();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 4_000 }),
      fc.json({ maxDepth: 4 }).map((text) => new TextEncoder().encode(text)),
      fc.string({ unit: "binary" }).map((text) => Buffer.from(text, "utf16le")),
    );
    const property = fc.asyncProperty(bytes, async (body) => void expect(await knock(shop, body)).toBe(401));
    await fc.assert(property, limits(RUNS));
  });

  it(`answers any key in its address with 404 (${RUNS} runs)`, async () => {
    const property = fc.asyncProperty(fc.string({ maxLength: 200 }), async (key) => {
      const address = `${world.it.url}/webhooks/aircall/${encodeURIComponent(key.toWellFormed())}`;
      const { status } = await fetch(address, { method: "POST", body: '{"token":"x"}' });
      // An address that is too long, or none, is the server's own to refuse.
      expect([404, 400, 414]).toContain(status);
    });
    await fc.assert(property, limits(RUNS));
  });

  it.each(["calls", "texts"])(
    `C15: keeps %s of any shape or refuses them; no turn throws, and nothing of theirs is HTML (${RUNS} runs)`,
    async (what) => {
      const shop = await world.it.openShop();
      const from = "+33612345678";
      if (what === "calls") {
        const call = { company: shop.company, line: shop.lines.fr, from };
        await shop.phone.stories.answered({ ...call, comment: "hello" });
        await shop.phone.stories.missed(call);
      } else {
        await receiveText(shop, world.it.clock, { from, body: "Where is it?", media: [picture()] });
        await sendText(shop, world.it.clock, { to: from, body: "On its way" });
        const participants = ["+12025550147", "+12025550148"];
        const group = { company: shop.company, line: shop.lines.us, participants };
        await shop.phone.messages.receiveGroup({ ...group, from: "+12025550147", body: "Lunch?" });
      }
      thrown.length = 0;
      const statuses = new Set<number>();
      const bodies = hostileJson(samplesOf(shop), ["token"]);
      const property = fc.asyncProperty(bodies, async (body) => void statuses.add(await knock(shop, body)));
      await fc.assert(property, limits(RUNS));
      await workOff();
      expect(thrown).toEqual([]);
      expect([...statuses]).toContain(200);
      expect(await refusals(shop)).toEqual([]);
      // What holds the token may move its calls to a line that is not followed; a call of its own is carried as ever.
      const before = shop.tickets().length;
      await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from });
      await workOff();
      expect(shop.tickets()).toHaveLength(before + 1);
      expect(strangeTags(shop)).toEqual([]);
      const unread = await world.it.services.database.query(
        `select event, body from deliveries where connection_id = $1 and outcome is null`,
        [shop.connectionId],
      );
      expect(unread).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );
});

describe("schemas of what comes from outside", () => {
  const AIRCALL = [
    JSON.parse(rawDelivery("call.created", rawCreated)),
    JSON.parse(rawDelivery("call.ended", rawEnded)),
    JSON.parse(rawDelivery("message.received", rawText)),
    JSON.parse(rawDelivery("group_message.received", rawGroupText)),
    rawEnded,
    rawText,
    rawEnded.contact,
  ] as unknown[];
  const TICKET = {
    id: 7,
    external_id: "aircall-call-1",
    channel: "phone",
    status: "open",
    closed_datetime: null,
    assignee_user: { id: 1, name: "Ada Admin" },
    tags: [{ id: 1, name: "Aircall" }],
    messages: [{ id: 1, external_id: "x" }],
  };
  const GORGIAS = [
    TICKET,
    {
      id: 1,
      name: "Ada Byron",
      email: null,
      note: "n",
      channels: [{ type: "phone", address: "+331", preferred: true }],
    },
    { id: 1, name: "Ada", email: "a@b.example", active: true, role: { name: "admin" }, created_datetime: "2026" },
    { url: "https://x.example/f", name: "f", content_type: "image/png", size: "12" },
    { data: [TICKET], meta: { next_cursor: "c" } },
  ];
  const CONSOLE = [
    { selected: ["1", "2"] },
    { query: "ada", kind: "call", result: "done", cursor: "c" },
    { language: "fr", alertUrl: "https://x.example/", retentionDays: 30, patienceMinutes: 3 },
  ];

  const schemasIn = (module: object): [string, z.ZodType][] =>
    Object.entries(module).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);
  const ALL: [string, z.ZodType, unknown[]][] = [
    ...schemasIn(aircallCalls).map(([name, schema]): [string, z.ZodType, unknown[]] => [name, schema, AIRCALL]),
    ...schemasIn(aircallMessages).map(([name, schema]): [string, z.ZodType, unknown[]] => [name, schema, AIRCALL]),
    ...schemasIn(gorgias).map(([name, schema]): [string, z.ZodType, unknown[]] => [`gorgias ${name}`, schema, GORGIAS]),
    ["gorgias list", gorgias.listOf(gorgias.ticketSchema), GORGIAS],
    ["lineChoiceSchema", lineChoiceSchema, CONSOLE],
    ["activityQuerySchema", activityQuerySchema, CONSOLE],
    ["settingsSchema", settingsSchema, CONSOLE],
  ];

  it.each(ALL)(`%s never throws, and lets no prototype through (${RUNS} runs)`, (_name, schema, samples) => {
    const property = fc.property(fc.oneof(hostileJson(samples), fc.json()), (text) => {
      const parsed = schema.safeParse(JSON.parse(text));
      expect(parsed.success ? tamperedIn(parsed.data) : []).toEqual([]);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    });
    fc.assert(property, limits(RUNS));
  });

  it(`settings of any shape are refused by name or are ones (${RUNS} runs)`, () => {
    const property = fc.property(hostileJson(CONSOLE), (text) => {
      const values = JSON.parse(text) as Record<string, unknown>;
      expect(Array.isArray(refusedSettings(values))).toBe(true);
    });
    fc.assert(property, limits(RUNS));
  });
});
