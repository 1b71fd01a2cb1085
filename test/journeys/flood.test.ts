/** The public endpoints under flood: calls are processed, health checks answer, and unknown clients can use only bounded work and memory. */
import { connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createServer } from "../../src/http/server.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const LIMIT = 60;
/** Of all at a time, as many as a small botnet would send at once. */
const AT_ONCE = 100;
const world = useWorld(async () => ({ install: true, floodLimit: LIMIT }));
const HUGE = "x".repeat(2 * 1024 * 1024);

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

type Knock = () => Promise<number>;

function knock(path: string, init?: RequestInit): Knock {
  return async () => {
    const response = await fetch(`${world.it.url}${path}`, { redirect: "manual", ...init });
    await response.body?.cancel();
    return response.status;
  };
}

const post = (path: string, body: string) => knock(path, { method: "POST", body });

/** Announces a body and never sends it. */
function slowBody(shop: Shop): Promise<void> {
  const { hostname, port, pathname } = new URL(shop.webhookUrl);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  socket.on("error", () => undefined);
  return new Promise((sent) => {
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 1000\r\n\r\n{"token":`, () =>
      sent(),
    );
  });
}

/** How many of each status, and how many connections were broken off. */
async function flood(knocks: Knock[]): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  const waiting = [...knocks];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const status = await next().catch(() => "broken off");
      seen[status] = (seen[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return seen;
}

const many = (count: number, make: (n: number) => Knock) => Array.from({ length: count }, (_, n) => make(n));

it("S3: 2,000 requests to the install pages and the webhook keep no call from its ticket, and store nothing", async () => {
  const shop = await world.it.openShop();
  const key = new URL(shop.webhookUrl).pathname;
  const wrong = '{"event":"call.created","token":"0123456789abcdef0123456789abcdef","data":{"id":1}}';
  for (let n = 0; n < 300; n += 1) await slowBody(shop);
  const askedBefore = shop.desk.requests(shop.account).length;

  const install = flood([
    ...many(400, () => knock(`/install?account=${shop.account}`)),
    ...many(150, (n) => knock(`/oauth/gorgias/callback?code=guess&state=${n}`)),
    ...many(150, (n) => knock(`/api/session`, { headers: { cookie: `session=guess-${n}` } })),
  ]);
  const webhook = flood([
    ...many(500, (n) => post(`/webhooks/aircall/guess-${n}`, wrong)),
    ...many(450, (n) => post(key, wrong.replace('"id":1', `"id":${n}`))),
    ...many(50, () => post(key, HUGE)),
  ]);
  const health: number[] = [];
  const call = await shop.place();
  health.push(await knock("/healthz")(), await knock("/readyz")());
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call);
  health.push(await knock("/healthz")(), await knock("/readyz")());
  await shop.settle();
  expect(shop.ticket().notes.map(({ key: note }) => note)).toEqual([
    "customer-not-found",
    "answered",
    "ended",
    "recording",
  ]);
  expect(health).toEqual([200, 200, 200, 200]);

  const { 429: refused = 0, 401: signedOut = 0, ...entered } = await install;
  expect(refused).toBeGreaterThanOrEqual(550 - LIMIT);
  expect(signedOut).toBe(150);
  expect(Object.values(entered).reduce((sum, count) => sum + count, 0)).toBe(700 - refused - signedOut);
  const { 404: unknown, 401: refusedTokens, 413: tooLarge = 0, "broken off": broken = 0 } = await webhook;
  expect([unknown, refusedTokens, tooLarge + broken]).toEqual([500, 450, 50]);

  const rows = async (text: string) => (await world.it.services.database.query<{ n: number }>(text))[0]?.n;
  const ofCall = shop.phone.deliveries.log.filter(({ callId }) => callId === call).length;
  expect(await rows(`select count(*)::int as n from deliveries`)).toBe(ofCall);
  expect(await rows(`select count(*)::int as n from sessions`)).toBe(0);
  expect(await rows(`select count(*)::int as n from oauth_flows`)).toBeLessThanOrEqual(LIMIT);
  const looks = shop.desk.requests(shop.account).slice(askedBefore);
  expect(looks.filter(({ path }) => path.endsWith("/api/account")).length).toBeLessThanOrEqual(LIMIT);
});

it("S3: a request that does not end is cut off after half a minute", async () => {
  const { services } = world.it;
  const server = createServer({
    receive: services.receive,
    ready: async () => undefined,
    links: null,
    install: { ...services.installing, clock: services.clock },
    api: services.admin,
    consoleDir: "nowhere",
    publicUrl: world.it.url,
    onError: () => undefined,
  });
  expect(server.server.requestTimeout).toBe(30_000);
  expect(server.server.headersTimeout).toBeLessThanOrEqual(30_000);
  await server.close();
});
