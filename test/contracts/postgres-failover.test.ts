/** A server that ends the connection in the middle of a statement costs that statement, never the process. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { expect, it } from "vitest";
import { checkServer } from "../../src/storage/db/check-server.ts";
import { listenPostgres } from "../../src/storage/db/listen-postgres.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { freshPostgres } from "../helpers/postgres.ts";

it("fails the transaction whose connection breaks between two statements, and goes on with another one", async () => {
  const store = await freshPostgres();
  const broken = Promise.withResolvers<Error>();
  const database = openPostgres({ url: store.url }, broken.resolve);
  const work = database.transaction(async (sql) => {
    const [row] = await sql.query<{ pid: number }>("select pg_backend_pid() as pid");
    await store.database.query("select pg_terminate_backend($1)", [row?.pid]);
    await broken.promise;
    await sql.query("select 1");
  });
  await expect(work).rejects.toThrow("connection error");
  expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
  await database.close();
  await store.close();
});

it("receives notifications again after its connection was broken, and learns that some may be missing", async () => {
  const store = await freshPostgres();
  const received: (string | null)[] = [];
  let next = Promise.withResolvers<void>();
  const stop = await store.database.listen("news", (payload) => {
    received.push(payload);
    next.resolve();
  });
  const hear = async () => {
    await next.promise;
    next = Promise.withResolvers();
  };
  await store.database.query("select pg_notify('news', 'one')");
  await hear();
  await store.database.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen news'");
  await hear();
  await store.database.query("select pg_notify('news', 'two')");
  await hear();
  expect(received).toEqual(["one", null, "two"]);
  await stop();
  await store.close();
});

/** A proxy that can refuse connections, and counts them. */
async function refusable(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const state = { refuses: false, came: 0 };
  const server = createServer((client) => {
    state.came += 1;
    if (state.refuses) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => undefined));
    client.pipe(upstream).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return { url: own.href, state, breakAll, close: () => void (breakAll(), server.close()) };
}

it("L8: listens again though reconnections failed, and no more once it was stopped", async () => {
  const store = await freshPostgres();
  const proxy = await refusable(store.url);
  const listen = async () => {
    const heard: (string | null)[] = [];
    const stop = await listenPostgres(proxy.url, "news", (payload) => void heard.push(payload));
    return { heard, stop };
  };
  const first = await listen();
  proxy.state.refuses = true;
  proxy.breakAll();
  await expect.poll(() => proxy.state.came).toBeGreaterThan(2);
  expect(first.heard).toEqual([]);
  proxy.state.refuses = false;
  await expect.poll(() => first.heard).toEqual([null]);
  await store.database.query("select pg_notify('news', 'again')");
  await expect.poll(() => first.heard).toEqual([null, "again"]);

  // It is stopped while it waits to reconnect. The second one, which waits as long, shows that this time has passed.
  const second = await listen();
  proxy.breakAll();
  await first.stop();
  const came = proxy.state.came;
  await expect.poll(() => second.heard).toEqual([null]);
  expect(proxy.state.came).toBe(came + 1);
  await second.stop();
  const open = () => store.database.query("select 1 from pg_stat_activity where query = 'listen news'");
  await expect.poll(open).toEqual([]);
  proxy.close();
  await store.close();
});

it("leaves no connection behind: neither the check of a server, nor a pool that was closed", async () => {
  const store = await freshPostgres();
  const others = () =>
    store.database.query(
      "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
    );
  await checkServer(store.url);
  await expect.poll(others).toEqual([]);
  const pool = openPostgres({ url: store.url, poolSize: 3 }, () => undefined);
  await Promise.all([1, 2, 3].map(() => pool.query("select pg_sleep(0.01)")));
  expect(await others()).toHaveLength(3);
  await pool.close();
  await expect.poll(others).toEqual([]);
  await store.close();
});

/** What a server says that lets a client in and goes away in the same breath. */
const LET_IN_AND_GONE = Buffer.concat([
  Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
  Buffer.from([0x5a, 0, 0, 0, 5, 0x49]),
  messageOf("E", "SFATAL\0C57P01\0Mterminating connection\0\0"),
]);

function messageOf(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

/** Which of the two is seen first, is the network's to say. */
const GONE = /terminat|not queryable/i;

it("survives a server that closes the connection right after it accepted it", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(LET_IN_AND_GONE));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `postgres://test@127.0.0.1:${(server.address() as AddressInfo).port}/test`;
  const database = openPostgres({ url }, () => undefined);
  await expect(database.query("select 1")).rejects.toThrow(GONE);
  await expect(database.transaction((sql) => sql.query("select 1"))).rejects.toThrow(GONE);
  await expect(database.listen("news", () => undefined)).rejects.toThrow(GONE);
  await database.close();
  server.close();
});
