/**
 * Every request that the service sends, to a server that answers late, without end, brokenly or with a redirect. Each
 * request has a time limit, reads a limited answer, and leaves no exchange open.
 */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { downloadMedia } from "../../src/aircall/media.ts";
import { createProgram } from "../../src/cli/program.ts";
import { checkReach } from "../../src/connections/access/check-reach.ts";
import { MOST_ANSWER_BYTES, MOST_SMALL_BYTES, readText } from "../../src/kit/read-text.ts";
import { postJson } from "../../src/outbound/post-json.ts";
import { postWebhook } from "../../src/outbound/post-webhook.ts";
import { readServerTime } from "../../src/outbound/read-server-time.ts";
import { filesUnder } from "../helpers/files-under.ts";
import { healthyAnswer, type HealthyAnswer } from "../helpers/healthy-vendors.ts";
import { openOddServer, type OddServer } from "../helpers/odd-server.ts";
import { holdTimeLimits, type TimeLimits } from "../helpers/time-limits.ts";
import { methodsOf, openBoth, SENT_OTHERWISE, VENDOR_QUESTIONS } from "../helpers/vendor-requests.ts";

let server: OddServer;
/** Where redirects lead. Nothing may be sent there. */
let trap: OddServer;
let limits: TimeLimits;
beforeEach(async () => {
  [server, trap] = [await openOddServer(), await openOddServer()];
});
afterEach(async () => {
  limits.restore();
  await Promise.all([server.close(), trap.close()]);
});

/** `headSeen` is called when the head of an answer has come. */
type Ask = (headSeen: () => void) => Promise<unknown>;

/** Sends what is for a vendor to the server of this test. */
const fetchHere =
  (headSeen: () => void): typeof fetch =>
  async (input, init) => {
    const url = new URL(String(input));
    const response = await fetch(`${server.url}${url.pathname}${url.search}`, init);
    headSeen();
    return response;
  };

const probes = {
  ask: async () => undefined,
  find: async () => ({ kind: "unknown" }) as const,
  forget: async () => undefined,
};
const ids = { secret: () => "secret" };
const message = { id: "msg_1", at: 1_760_000_000_000, body: "{}", secrets: [`whsec_${"A".repeat(32)}`] };

/** Requests that no client of a vendor sends. */
const OTHERS: Record<string, Ask> = {
  "phone.download": async (headSeen) => {
    const opened = await downloadMedia({ mediaHosts: [server.host] }, `${server.url}/media`);
    headSeen();
    if (opened.kind !== "open") return opened;
    // A file may be large. Its reader may stop at any time, and the stream breaks with the server's words.
    return readText(new Response(opened.stream), 1_000_000).catch(() => "broken");
  },
  "a webhook of ours": () => postWebhook({ allowLoopback: true })({ ...message, url: `${server.url}/hook` }),
  "an alert": () => postJson({ allowLoopback: true })(`${server.url}/alert`, {}),
  "the time of a vendor": (headSeen) => readServerTime(fetchHere(headSeen), `${server.url}/time`),
  "the probe of PUBLIC_URL": (headSeen) =>
    checkReach({
      probes,
      ids,
      publicUrl: server.url,
      aircallApiUrl: "http://127.0.0.1",
      fetch: fetchHere(headSeen),
    }),
  "a saved delivery": (headSeen) => {
    const never = () => expect.unreachable("it needs no service");
    const deps = { say: () => undefined, start: never, run: never, read: async () => "{}", fetch: fetchHere(headSeen) };
    return createProgram(deps).parseAsync(["send", "-", "--to", `${server.url}/hook`], { from: "user" });
  },
};

const REQUESTS: [string, Ask][] = [
  ...VENDOR_QUESTIONS.map(({ what, ask }): [string, Ask] => [what, (headSeen) => ask(fetchHere(headSeen))]),
  ...Object.entries(OTHERS),
];

/** One of each way to send a request and to read its answer. The clients share two. */
const EACH_WAY = REQUESTS.filter(
  ([what]) => /^(?:desk\.users|gorgias\.\w+|aircall\.\w+)$/.test(what) || what in OTHERS,
);

/** A file may take long. */
const FILES = new Set(["desk.files.upload", "phone.download"]);

type Answering = (message: IncomingMessage, response: ServerResponse, healthy: HealthyAnswer) => void;

const JSON_TYPE = { "content-type": "application/json" };

const healthily: Answering = (_message, response, { status, json }) => {
  response.writeHead(status, JSON_TYPE).end(json === undefined ? undefined : JSON.stringify(json));
};

/** More than is read of any answer, and of an error. The server sends it and never ends. */
const ENDLESS = Buffer.alloc(MOST_ANSWER_BYTES + 1, " ");
const ENDLESS_ERROR = ENDLESS.subarray(0, MOST_SMALL_BYTES + 1);
const PACKED = gzipSync(ENDLESS);

const endlessly: Answering = (_message, response) => void response.writeHead(200, JSON_TYPE).write(ENDLESS);

const packed: Answering = (_message, response) => {
  response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" }).write(PACKED);
};

/** What the server does, and whether only the time limit ends it. */
const ODD: [string, Answering, { late?: boolean }?][] = [
  ["sends nothing", () => undefined, { late: true }],
  [
    "sends the head and half of a body",
    (_message, response) => void response.writeHead(200, JSON_TYPE).write('{"data":'),
    { late: true },
  ],
  [
    "sends the head of an error and half of a body",
    (_message, response) => void response.writeHead(500, JSON_TYPE).write('{"error":'),
    { late: true },
  ],
  ...[400, 401, 403, 404, 429, 500].map((status): [string, Answering] => [
    `answers ${status} without end`,
    (_message, response) => void response.writeHead(status, JSON_TYPE).write(ENDLESS_ERROR),
  ]),
  ["answers broken JSON", (_message, response) => void response.writeHead(200, JSON_TYPE).end('{"data":[')],
  [
    "breaks the connection within the body",
    (_message, response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-length": 100 });
      response.write('{"data":', () => response.destroy());
    },
  ],
  ...[301, 302, 308].map((status): [string, Answering] => [
    `redirects (${status}) to another server, without end`,
    (asked, response) => {
      response.writeHead(status, { ...JSON_TYPE, location: `${trap.url}${asked.url}` }).write(ENDLESS_ERROR);
    },
  ]),
];

type Outcome = { value?: unknown; error?: unknown };

const settled = (promise: Promise<unknown>): Promise<Outcome> =>
  promise.then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  );

/** Answers the request at this place as `answering` says, and those before and after it healthily. */
function answerAt(place: number, answering: Answering): void {
  server.begin((asked, response, count) => {
    const { method = "", url = "" } = asked;
    const isVendor = !/^\/(?:media|hook|alert|time|reach)/.test(url);
    const healthy = isVendor ? healthyAnswer({ method, path: url }) : { status: 200, json: {} };
    if (count === place) answering(asked, response, healthy);
    else healthily(asked, response, healthy);
    // An answer to HEAD has no body that could be without an end.
    if (method === "HEAD" && response.headersSent) response.end();
  });
}

/** Asks, lets the time limit end what needs it, and waits until everything is over. */
async function play(ask: Ask, place: number, answering: Answering, late = false): Promise<Outcome> {
  limits = holdTimeLimits();
  answerAt(place, answering);
  let heads = 0;
  const head = Promise.withResolvers<void>();
  const outcome = settled(
    ask(() => {
      heads += 1;
      if (heads === place) head.resolve();
    }),
  );
  if (late) {
    await server.reached(place);
    if (limits.set.length < place) throw new Error("the request has no time limit");
    if (answering.length > 0) await Promise.race([head.promise, outcome]);
    limits.expire();
  }
  const end = await outcome;
  await server.quiet();
  limits.restore();
  return end;
}

async function requestsOf(ask: Ask): Promise<number> {
  expect(await play(ask, 1, healthily)).not.toHaveProperty("error");
  return server.asked();
}

describe("S3: what the service sends is over in the end, though the server", () => {
  it.for(REQUESTS)("answers oddly at any place: %s", { timeout: 20_000 }, async ([what, ask], { signal }) => {
    let tried = "answers healthily";
    // A test that hangs shows no assertion.
    onTestFailed(() => void process.stderr.write(`${what}: the server ${tried}\n`));
    const count = await requestsOf(ask);
    const tooLong = limits.set.filter((ms) => ms < 1_000 || ms > (FILES.has(what) ? 1_200_000 : 30_000));
    expect(tooLong).toEqual([]);
    for (let place = 1; place <= count; place += 1) {
      for (const [how, answering, { late = false } = {}] of ODD) {
        if (signal.aborted) return;
        tried = `${how}, at request ${place}`;
        const { error } = await play(ask, place, answering, late);
        expect({ how, place, name: nameOf(error) }).toEqual({ how, place, name: expect.any(String) as string });
      }
    }
    expect(trap.asked()).toBe(0);
  });

  it.each(EACH_WAY)("answers without end: %s", { timeout: 20_000 }, async (_what, ask) => {
    expect(await play(ask, 1, endlessly)).toBeDefined();
  });

  it.each(EACH_WAY.slice(0, 3))(
    "sends a small body that unpacks without end: %s",
    { timeout: 20_000 },
    async (_what, ask) => {
      expect(await play(ask, 1, packed)).toBeDefined();
    },
  );
});

/** Only these are for the callers of the clients. Any other error is a mistake of the program. */
function nameOf(error: unknown): string | null {
  if (error === undefined) return "none";
  if (!(error instanceof Error)) return null;
  return ["RequestError", "PartsRejected", "PostError", "Refusal"].includes(error.name) ? error.name : null;
}

describe("the table of requests", () => {
  it("has every method of the clients", () => {
    const known = [...VENDOR_QUESTIONS.map(({ what }) => what), ...SENT_OTHERWISE];
    expect(known.sort()).toEqual(methodsOf(openBoth(fetch)).sort());
  });

  it("has every file that opens a connection to the outside", async () => {
    const root = join(import.meta.dirname, "../..");
    const senders: string[] = [];
    for (const file of await filesUnder("src")) {
      if (file.endsWith(".test.ts")) continue;
      const code = (await readFile(join(root, file), "utf8")).replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "");
      if (
        /\bfetch\w*\(|\bcustomFetch\b|\brequest as request|\brequest \} from "node:https?"|"node:(?:tls|http2)"/.test(
          code,
        )
      )
        senders.push(file.slice("src/".length));
    }
    expect(senders.sort()).toEqual([
      "aircall/oauth.ts",
      "cli/send.ts",
      "connections/access/check-reach.ts",
      "gorgias/oauth.ts",
      // Takes the `fetch` that it calls.
      "kit/read-text.ts",
      "outbound/open-download.ts",
      "outbound/post-body.ts",
      "outbound/read-server-time.ts",
      "outbound/request.ts",
      // Asks the process that has the data folder open, through its socket.
      "run/dispatch-command.ts",
      // Hands the vendors' `fetch` on.
      "vendors.ts",
    ]);
  });
});
