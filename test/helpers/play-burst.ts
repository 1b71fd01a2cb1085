/** Missed calls of unknown callers, all at once, second by second of the clock: until everything about them is written. */
import { passSeconds } from "./backlog.ts";
import type { Shop } from "./shop.ts";
import type { World } from "./world.ts";

export interface Burst {
  /** From the first delivery until nothing is left to write. */
  seconds: number;
  /** The simulator's own count. */
  requests: number;
  /** Answered with 429. */
  refused: number;
}

/** A shop that knows the users and tags of a missed call. */
export async function openBurst(world: World, limits: { limit: number; windowSeconds: number }): Promise<Shop> {
  const shop = await world.openShop();
  const { phone, desk, account, company, lines } = shop;
  await shop.warmUp();
  await phone.stories.missed({ company, line: lines.fr, from: "+33612345678" });
  await shop.settle();
  for (const { id } of shop.tickets()) desk.actOnTicket(account, id, "delete");
  desk.patchSettings({ rateLimit: { ...limits, keyLimit: limits.limit } }, account);
  world.clock.advance(120_000);
  shop.forgetRequests();
  return shop;
}

/** When all of them stop ringing, and when Aircall says that they have ended. */
const RINGS_S = 20;
const ENDS_S = 25;

/** Each caller is another one. */
export async function playBurst(world: World, shop: Shop, count: number): Promise<Burst> {
  const { phone, desk, account } = shop;
  const began = world.clock.now();
  const seconds = () => (world.clock.now() - began) / 1_000;
  const calls: number[] = [];
  for (let n = 0; n < count; n += 1) calls.push(await shop.place({ from: `+3361300${1_000 + n}`, contact: false }));
  const actions = [
    { at: RINGS_S, act: (call: number) => phone.calls.hangup(call) },
    { at: ENDS_S, act: (call: number) => phone.calls.end(call) },
  ];
  await passSeconds(
    world,
    async () => actions.length === 0 && (await isQuiet(world, shop.connectionId)),
    async () => {
      const [next] = actions;
      if (!next || seconds() < next.at) return;
      actions.shift();
      for (const call of calls) await next.act(call);
    },
  );
  const seen = desk.requests(account);
  return { seconds: seconds(), requests: seen.length, refused: seen.filter(({ status }) => status === 429).length };
}

/** No call and no card is pending. */
async function isQuiet({ services }: World, connectionId: string): Promise<boolean> {
  const rows = await services.database.query(
    `select 1 from activity where connection_id = $1 and state = 'pending' limit 1`,
    [connectionId],
  );
  return rows.length === 0;
}
