import { it } from "vitest";
import { passSeconds, post, standings, tellBacklog } from "../helpers/backlog.ts";
import { openWorld } from "../helpers/world.ts";
it("x", async () => {
  const world = await openWorld();
  for (const [calls, limit, w] of [[250,80,40],[300,80,20],[150,40,20],[1000,80,10]] as const) {
  const shop = await world.openShop(); await shop.warmUp();
  shop.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds:w } }, shop.account);
  shop.forgetRequests();
  const bodies = await tellBacklog({...shop, line: shop.lines.fr}, Array.from({length: calls}, () => ({from: "+33612345678"})));
  await post(shop.webhookUrl, bodies);
  const n = () => shop.desk.account(shop.account).tickets.all().length;
  try {
  const s = await passSeconds(world, () => n() >= calls);
  console.log("seconds", s, shop.requests().length);
  } catch (e) { console.log(String(e)); 
  console.log(bodies.length, new Set(bodies.map(b=>JSON.parse(b).data.id)).size, n(), JSON.stringify(await standings(world, shop.connectionId)), JSON.stringify(await world.services.database.query("select outcome, count(*)::int from deliveries where connection_id=$1 group by 1", [shop.connectionId])));
  console.log(await world.services.database.query("select state, count(*) from pgboss.job where name='turn' group by 1"));
  console.log(await world.services.database.query("select subject, state, reason, wake_at, held_since, held_lane from subjects where state <> 'done' limit 5"), new Date(world.clock.now()));
  console.log(await world.services.database.query("select state, reason, count(*) from subjects where connection_id=$1 group by 1,2", [shop.connectionId]));
  }
  }
  await world.close();
}, 200000);
