/** A process that stores one delivery after the other in a data folder and reports each, until it is killed. */
import { writeSync } from "node:fs";
import { createLogger } from "../../src/kit/logger.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openStore } from "../../src/storage/db/open-store.ts";
import { openScheduler } from "../../src/storage/work/scheduler.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";

/** What the parent finds again. */
export const CONNECTION = "survivor";
export const SECRET = "a password that outlives the process";

if (import.meta.main) {
  const [dataDir = "", first = "0"] = process.argv.slice(2);
  const { database, keys } = await openStore({ databaseUrl: null, dataDir, encryptionKeys: null }, () => undefined);
  await migrate(database);
  const scheduler = openScheduler(database, { backend: "postgres" }, Date.now, createLogger("silent"));
  const connections = connectionStore(database, createSealer(keys));
  if (!(await connections.withAccount(CONNECTION))) {
    const credential = { kind: "basic" as const, user: "user", password: SECRET };
    const draft = {
      id: CONNECTION,
      account: CONNECTION,
      webhookKey: "key",
      webhookToken: "token",
      callbackTagIds: { requested: [], done: [] },
      lines: [],
      credentials: { aircall: credential, gorgias: credential },
    };
    await connections.add(draft, 0);
  }
  const inbox = openInbox(database, scheduler);
  for (let n = Number(first); ; n += 1) {
    const delivery = { connectionId: CONNECTION, activityId: `call:${n}`, event: "call.created", body: `{"n": ${n}}` };
    await inbox.put({ ...delivery, receivedAt: n });
    writeSync(1, `${n}\n`);
  }
}
