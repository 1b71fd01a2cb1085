/**
 * A program: the service and both simulators take some answered calls, and it prints the files of `src` on their paths.
 *
 * The path begins when the delivery `call.answered` is posted and ends when the request that opens the ticket leaves.
 * The connection has worked before: it knows its users, its tags and the customer. The delivery is the only one of its
 * call, so no insight card is made beside the ticket.
 */
import { beginAt, called, entered } from "./mark-functions.ts";

// Marked as they are loaded, so after the line above.
const { openWorkingShop } = await import("../../helpers/priced-calls.ts");
const { openWorld } = await import("../../helpers/world.ts");

const TRACES = 3;

let path: { called: string[]; entered: string[] } | null = null;
const world = await openWorld({
  over: {
    fetch: (input, init) => {
      const opens = init?.method === "POST" && new URL(String(input)).pathname.endsWith("/api/tickets");
      if (opens) path ??= { called: [...called], entered: [...entered] };
      return fetch(input, init);
    },
  },
});
const shop = await openWorkingShop(world, { settings: {} });
shop.phone.deliveries.hold();
const traces = [];
for (let n = 0; n < TRACES; n += 1) {
  const call = await shop.place();
  world.clock.advance(10_000);
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  const answered = shop.phone.deliveries.log.find(({ callId, event }) => callId === call && event === "call.answered");
  path = null;
  beginAt("http/open-server.ts");
  await shop.deliver(answered?.body ?? "");
  await shop.settle();
  traces.push(path);
}
process.stdout.write(JSON.stringify(traces));
await world.close();
