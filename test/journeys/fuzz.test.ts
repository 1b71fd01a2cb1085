/** Arbitrary bytes and JSON: at the inlet, in every schema of outside data, and in vendors' answers. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readKeys } from "../../src/cli/read-keys.ts";
import { ConfigError, configFrom } from "../../src/config.ts";
import { refusedSettings } from "../../src/domain/settings/settings-form.ts";
import { expiryIn } from "../../src/gorgias/oauth.ts";
import { RequestError } from "../../src/kit/request-error.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";
import { CONSOLE, ENVIRONMENT, KEYS } from "../fixtures/outside-json.ts";
import { hostileJson, tamperedIn } from "../helpers/hostile-json.ts";
import { OUTSIDE } from "../helpers/outside-schemas.ts";
import { picture, receiveText, sendText } from "../helpers/texting.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";
import { openBoth, VENDOR_QUESTIONS } from "../helpers/vendor-requests.ts";

/** Names the field and the line, and quotes only the example. */
const REFUSED_KEYS =
  /^keys\.json(?:, line \d+)?(?::| is empty\.) .*\{"gorgias":\{"email":"admin@acme\.example","key":"…"\}/s;

const world = useWorld(async () => ({ over: { rateLimiter: unlimited } }));
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 80);
/** For what has many cases, each on ground that others cover as well. */
const FEW_RUNS = Math.ceil(RUNS / 4);

/** A failure prints its seed. A hang must not pass for slowness. */
const limits = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 50_000, markInterruptAsFailure: true });

async function isStored(shop: Shop, body: string | Uint8Array): Promise<boolean> {
  const digest = createHash("sha256").update(body).digest("base64url");
  const rows = await world.it.services.database.query(
    `select 1 from deliveries where connection_id = $1 and digest = $2`,
    [shop.connectionId, digest],
  );
  return rows.length > 0;
}

/** 200 says that it is stored. Any other answer says that it is not. */
async function knock(shop: Shop, body: string | Uint8Array): Promise<number> {
  const { status } = await shop.deliver(body);
  expect([200, 401, 413]).toContain(status);
  // NUL and the like are removed from stored text, never from the bytes that are compared.
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  expect(await isStored(shop, text)).toBe(status === 200);
  return status;
}

const thrown: unknown[] = [];

/** Runs until nothing is due, and collects what any run threw. */
async function workOff(): Promise<void> {
  const { scheduler, run, sweep } = world.it.services;
  const watched: typeof run = (work) =>
    run(work).catch((error: unknown) => {
      thrown.push(error);
    });
  for (let generation = 0; generation < 60; generation += 1) {
    const { completed } = await scheduler.step(watched);
    world.it.clock.advance(5_000);
    if (completed + (await sweep()) === 0 && generation > 25) return;
  }
}

const OUR_TAGS = /^<(?:\/?(?:p|b|i|ul|li)|br|\/a|a href="https?:\/\/[^"<>]*")>$/;

/** Everything in angle brackets that was written to Gorgias and is not the service's own. */
function strangeTags(shop: Shop): string[] {
  return shop
    .tickets()
    .flatMap(({ notes }) =>
      notes.flatMap(({ html }) => (html.match(/<[^>]*>?/g) ?? []).filter((tag) => !OUR_TAGS.test(tag))),
    );
}

/** What Gorgias rejected. For any delivery, the service's requests are within Gorgias' limits. */
async function refusals({ connectionId }: Shop): Promise<unknown[]> {
  return world.it.services.database.query(
    `select kind, ref, reason, reason_detail from activity where connection_id = $1 and state = 'failed' and reason like 'vendor%'`,
    [connectionId],
  );
}

/** The deliveries that this shop was sent, as JSON. */
function samplesOf(shop: Shop): unknown[] {
  const ours = shop.phone.deliveries.log.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  return ours.map(({ body }) => JSON.parse(body) as unknown);
}

describe("the inlet", () => {
  it(`answers any bytes with 401, and stores none of them (${RUNS} runs)`, async () => {
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

  it.each(["calls", "messages"])(
    `C15: stores or rejects %s of any shape, no run throws, and nothing of theirs is HTML (${RUNS} runs)`,
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
      // A sender with the token may move its calls to a line that is not selected. A call of the test's own is processed as always.
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

/** Where a value has a number that JSON cannot say: it would be stored as nothing. */
function endlessIn(value: unknown, path = "$"): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => endlessIn(part, `${path}.${key}`));
}

/** A JSON value made from one of these or from nothing. Values other than objects and lists are replaced as well. */
function hostileValues(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const inside = hostileJson(samples.map((it) => ({ it }))).map((text) => (JSON.parse(text) as { it?: unknown }).it);
  return fc.oneof(
    { weight: 3, arbitrary: inside },
    fc.json().map((text) => JSON.parse(text) as unknown),
  );
}

/** An empty page without a next one. */
const END = { calls: [], contacts: [], numbers: [], tags: [], users: [], webhooks: [], data: [] };

/** Returns these one after another, then an end. */
function answering(...answers: { status?: number; body: string; headers?: Record<string, string> }[]): typeof fetch {
  return async () => {
    const { status = 200, body, headers } = answers.shift() ?? { body: JSON.stringify(END) };
    return new Response(body, { status, headers: { "content-type": "application/json", ...headers } });
  };
}

function attempt<T>(deed: () => T): { value?: T; error?: Error } {
  try {
    return { value: deed() };
  } catch (error) {
    if (error instanceof Error) return { error };
    throw error;
  }
}

/** The result, or how the client rejected the answer. Any other error is thrown. */
async function outcomeOf<T>(asked: Promise<T>): Promise<{ value?: T; refused?: Error }> {
  try {
    return { value: await asked };
  } catch (error) {
    if (error instanceof RequestError) return { refused: error };
    throw error;
  }
}

describe("schemas of what comes from outside", () => {
  const all = OUTSIDE.flatMap(({ file, schemas, samples, unread }) =>
    Object.entries(schemas).map(([name, schema]) => ({ name: `${file} ${name}`, schema, samples, unread })),
  );

  it.each(all)(
    `$name never throws, and lets no prototype and no endless number through (${RUNS} runs)`,
    ({ schema, samples, unread }) => {
      // Dropping and swapping parts tests something only where the JSON is accepted otherwise.
      const taken = samples.filter((sample) => schema.safeParse(sample).success);
      expect(taken).not.toEqual([]);
      const property = fc.property(hostileValues(taken), (value) => {
        const parsed = schema.safeParse(value);
        const odd = parsed.success ? [...tamperedIn(parsed.data), ...endlessIn(parsed.data)] : [];
        expect(odd.filter((path) => !unread?.test(path))).toEqual([]);
        expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      });
      fc.assert(property, limits(RUNS));
    },
  );

  it(`settings of any shape are refused by name or are ones (${RUNS} runs)`, () => {
    const property = fc.property(hostileJson(CONSOLE), (text) => {
      const values = JSON.parse(text) as Record<string, unknown>;
      expect(Array.isArray(refusedSettings(values))).toBe(true);
    });
    fc.assert(property, limits(RUNS));
  });
});

describe("what is read by hand", () => {
  /** Numbers as JSON says them, which may be more than a number holds. */
  const numerals = fc
    .tuple(fc.integer(), fc.integer({ min: -400, max: 400 }))
    .map(([digits, tens]) => `${digits}e${tens}`);
  const claims = fc.oneof(
    numerals.map((exp) => `{"exp":${exp}}`),
    fc.jsonValue().map((exp) => JSON.stringify({ exp })),
    fc.json(),
    fc.string({ unit: "binary" }),
  );
  const tokens = fc.oneof(
    claims.map((text) => `a.${Buffer.from(text).toString("base64url")}.c`),
    fc.string(),
    fc.string({ unit: "binary" }),
  );
  const isMoment = (at: unknown) => typeof at === "number" && !Number.isNaN(new Date(at).getTime());

  it(`the end of a token is a time or unknown, whatever the token is (${RUNS} runs)`, () => {
    const property = fc.property(tokens, (token) => {
      const at = expiryIn(token);
      expect(at === null || isMoment(at), `${token} ends at ${at}`).toBe(true);
    });
    fc.assert(property, limits(RUNS));
  });

  it(`the end of a token is a time, or its answer is rejected, whatever its other fields (${RUNS} runs)`, async () => {
    const life = fc.oneof(
      numerals,
      fc.json(),
      numerals.map((text) => JSON.stringify(text)),
    );
    const property = fc.asyncProperty(tokens, life, async (token, expiresIn) => {
      const body = `{"access_token":${JSON.stringify(token)},"token_type":"Bearer","expires_in":${expiresIn}}`;
      const { gorgias } = openBoth(answering({ body }));
      const { value, refused } = await outcomeOf(gorgias.refresh("acme", "refresh"));
      expect(refused !== undefined || isMoment(value?.expiresAt), `${body} ends at ${value?.expiresAt}`).toBe(true);
    });
    await fc.assert(property, limits(RUNS));
  });

  it(`a file of keys of any shape is accepted or rejected, and no error repeats it (${RUNS} runs)`, () => {
    const texts = fc.oneof(hostileJson(KEYS), fc.json(), fc.string({ unit: "binary" }));
    const property = fc.property(texts, (text) => {
      const { value, error } = attempt(() => readKeys(text, "keys.json"));
      const isKeys = value?.gorgias.kind === "basic" && value.aircall.kind === "basic";
      expect(error ? REFUSED_KEYS.test(error.message) : isKeys, error?.message).toBe(true);
    });
    fc.assert(property, limits(RUNS));
  });

  it(`an environment of any shape makes a configuration, or a line that says which variable is wrong (${RUNS} runs)`, () => {
    const [sample = {}] = ENVIRONMENT;
    const values = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom("0", "1", "", "{account}", "a:b", "a:b,a:b"));
    const changed = fc.dictionary(fc.constantFrom(...Object.keys(sample)), values);
    const property = fc.property(changed, (change) => {
      const { value, error } = attempt(() => configFrom({ ...sample, ...change }));
      expect(endlessIn(value)).toEqual([]);
      expect(error === undefined || error instanceof ConfigError, String(error)).toBe(true);
      expect(error?.message ?? "NONE: wrong").toMatch(/^[A-Z_]+: [^\n]*$/);
    });
    fc.assert(property, limits(RUNS));
  });
});

describe("answers of vendors", () => {
  const STATUSES = [200, 200, 200, 201, 301, 400, 401, 403, 404, 409, 413, 429, 500];

  it.each(VENDOR_QUESTIONS)(
    `$what: of any shape, it is read or refused, and nothing else is thrown (${FEW_RUNS} runs)`,
    async ({ samples, ask }) => {
      const tried = samples.map(async (sample) => {
        const { refused } = await outcomeOf(ask(answering({ body: JSON.stringify(sample) })));
        return refused ? [] : [sample];
      });
      const taken = (await Promise.all(tried)).flat();
      expect(taken).not.toEqual([]);
      const answers = fc.record(
        {
          status: fc.constantFrom(...STATUSES),
          body: fc.oneof({ weight: 3, arbitrary: hostileJson(taken) }, fc.json(), fc.string()),
          headers: fc.dictionary(
            fc.constantFrom("retry-after", "location", "x-aircallapi-reset", "x-gorgias-account-api-call-limit"),
            fc.constantFrom("", "7", "-1", "1e400", "9/0", "//x", "/tickets/99999999999999999999", "tomorrow"),
          ),
        },
        { requiredKeys: ["body"] },
      );
      const property = fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 3 }), async (given) => {
        const { value } = await outcomeOf(ask(answering(...given)));
        expect(endlessIn(value)).toEqual([]);
      });
      await fc.assert(property, limits(FEW_RUNS));
    },
  );
});
