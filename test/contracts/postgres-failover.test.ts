/** A server that ends the connection in the middle of a statement costs that statement, never the process. */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
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
