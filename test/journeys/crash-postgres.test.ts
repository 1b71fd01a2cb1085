/** The worker's death, on a real PostgreSQL. */
import { afterAll } from "vitest";
import { crashSuite, STORIES } from "../helpers/crash-suite.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";

let store: PostgresStore | undefined;
afterAll(() => store?.close());

crashSuite({
  name: "PostgreSQL",
  async prepare() {
    store = await freshPostgres();
    return { DATABASE_URL: store.url, ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` };
  },
  stories: STORIES,
  everyNth: 1,
});
