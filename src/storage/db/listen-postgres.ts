/** Listens for PostgreSQL notifications on a separate connection, and reconnects when it breaks. */
import pg from "pg";
import { within } from "../../kit/within.ts";

const AGAIN_MS = 1_000;
const CONNECT_MS = 10_000;
const CLOSE_MS = 1_000;

/**
 * Rejects when the first connection fails. `hear` gets the payload of each notification. After a reconnection it gets
 * null, because notifications may have been missed. Resolves to a function that stops listening.
 */
export async function listenPostgres(
  url: string,
  channel: string,
  hear: (payload: string | null) => void,
): Promise<() => Promise<void>> {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<pg.Client> => {
    const patience = { connectionTimeoutMillis: CONNECT_MS, query_timeout: CONNECT_MS };
    const client = new pg.Client({ connectionString: url, keepAlive: true, ...patience });
    // A break emits `error` before `end`. Only `end` opens the next connection.
    client.once("error", () => void client.end().catch(() => undefined));
    client.on("error", () => undefined);
    client.on("notification", ({ payload = "" }) => hear(payload));
    await client.connect();
    await client.query(`listen ${channel}`);
    client.once("end", again);
    return client;
  };
  const again = (): void => {
    if (ended) return;
    timer = setTimeout(() => void reconnect().catch(again), AGAIN_MS);
  };
  const reconnect = async (): Promise<void> => {
    current = await connect();
    if (ended) await current.end();
    else hear(null);
  };
  let current = await connect();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await within(CLOSE_MS, current.end()).catch(() => undefined);
  };
}
