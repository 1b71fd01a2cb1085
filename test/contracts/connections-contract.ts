/** Connections, their lines, and credentials that only the holder of the key can read. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/domain/settings/settings.ts";
import { alertStore } from "../../src/storage/admin/alerts.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { connectionStore, hashToken } from "../../src/storage/connection/connections.ts";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { createSealer, type SealingKey } from "../../src/storage/connection/seal.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, newConnection, secretsOf, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

export function connectionsContract(backend: UsedBackend): void {
  describe("connections", () => {
    const store = (keys: readonly SealingKey[] = backend.it.keys) =>
      connectionStore(backend.it.database, createSealer(keys));
    const line = (id: string, selected: boolean) => ({
      id,
      selected,
      name: `Line ${id}`,
      digits: "+331",
      country: "FR",
      timeZone: "Europe/Paris",
    });
    const selected = async (connectionId: string) =>
      [...((await activityStore(backend.it.database).open(connectionId, "call:1"))?.selectedLines ?? [])].sort();

    it("finds a connection by its account and by its webhook's key, and none by another one", async () => {
      const draft = { ...newConnection(), callbackTagIds: { requested: ["900"], done: ["901", "902"] } };
      await store().add(draft, NOW);
      const { id, account, callbackTagIds } = draft;
      const found = { id, account, status: "active", settings: defaultSettings, callbackTagIds };
      expect(await store().withAccount(account)).toEqual(found);
      const endpoint = { connectionId: id, tokenHash: hashToken(draft.webhookToken) };
      expect(await store().endpointOf(draft.webhookKey)).toEqual(endpoint);
      expect(await store().withAccount("nobody")).toBeNull();
      expect(await store().endpointOf("no key")).toBeNull();
    });

    it("stores nothing of a connection that cannot be added completely", async () => {
      const draft = { ...newConnection(), lines: [line("7", true), line("7", true)] };
      await expect(store().add(draft, NOW)).rejects.toThrow(/line/);
      expect(await store().withAccount(draft.account)).toBeNull();
      await store().add({ ...draft, lines: [line("7", true)] }, NOW);
      await expect(store().add({ ...newConnection(), account: draft.account }, NOW)).rejects.toThrow(/account/);
    });

    it("N4: selects all, none or some of its own lines", async () => {
      const lines = [line("7", true), line("8", true)];
      const [one, other] = [await backend.it.connect({ lines }), await backend.it.connect({ lines })];
      await store().selectLines(one, ["8", "not ours"]);
      expect(await selected(one)).toEqual(["8"]);
      await store().selectLines(one, []);
      expect(await selected(one)).toEqual([]);
      expect(await selected(other)).toEqual(["7", "8"]);
    });

    it("N7, S3: a selection ends the alerts of its own connection alone", async () => {
      const alerts = alertStore(backend.it.database);
      const lines = [line("7", false)];
      const [one, other] = [await backend.it.connect({ lines }), await backend.it.connect({ lines })];
      for (const id of [one, other]) {
        await alerts.raise(id, "no line selected", {}, NOW);
        await alerts.raise(id, "lines not linked", { count: 1 }, NOW + 1);
      }
      const active = async (id: string) =>
        (await alerts.list(id, 9)).flatMap(({ kind, resolvedAt }) => (resolvedAt === null ? [kind] : []));
      await store().selectLines(one, ["7"]);
      expect(await active(one)).toEqual([]);
      expect(await active(other)).toEqual(["lines not linked", "no line selected"]);
    });

    it("takes away a connection with every row of it, and none of another", async () => {
      const [one, other] = [await backend.it.connect({ lines: [line("7", true)] }), await backend.it.connect()];
      for (const connectionId of [one, other]) {
        await activityStore(backend.it.database).save(connectionId, fullRecord("call:1"), new Map(), NOW);
        const { database } = backend.it;
        await writeStore(database).intend(connectionId, "call:1", { generation: 1, key: "ticket", intent: {} }, NOW);
        await phoneIndex(database).claim(connectionId, "+331", "call:1", NOW);
        await helpDeskCache(database).rememberUsers(connectionId, [], NOW);
        await helpDeskCache(database).rememberTag(connectionId, { id: 1, name: "Aircall" });
      }
      await store().remove(one);
      const rows = await allRows(backend);
      expect(rows.filter((row) => row.includes(`"${one}"`))).toEqual([]);
      expect(rows.filter((row) => row.includes(`"${other}"`))).toHaveLength(8);
    });

    it("gives back each vendor's credential with the account it is for", async () => {
      const password = `p:ä"\\ ${randomBytes(8).toString("hex")}`;
      const credentials = {
        aircall: { kind: "basic" as const, user: "api-id", password: "api-token" },
        gorgias: { kind: "basic" as const, user: "ada@acme.example", password },
      };
      const draft = { ...newConnection(), credentials };
      await store().add(draft, NOW);
      const { id, account } = draft;
      expect(await store().credential(id, "aircall")).toMatchObject({ account, credential: credentials.aircall });
      expect(await store().credential(id, "gorgias")).toMatchObject({ account, credential: credentials.gorgias });
      await expect(store().credential("nobody", "gorgias")).rejects.toThrow(/nobody has no gorgias credential/);
    });

    it("stores no secret of a connection readable in any table", async () => {
      const draft = newConnection();
      await store().add(draft, NOW);
      const scheduler = backend.it.openScheduler();
      const body = `{"event": "call.created"}`;
      const delivery = { connectionId: draft.id, activityId: "call:1", event: "call.created", body, receivedAt: NOW };
      await openInbox(backend.it.database, scheduler).put(delivery);
      const disguises = secretsOf(draft).flatMap((secret) => [
        secret,
        ...(["base64", "base64url", "hex"] as const).map((way) => Buffer.from(secret).toString(way)),
      ]);
      const rows = await allRows(backend);
      expect(rows.filter((row) => row.includes(draft.id)).length).toBeGreaterThanOrEqual(4);
      expect(rows.filter((row) => disguises.some((secret) => row.includes(secret)))).toEqual([]);
    });

    it("opens what an older key has sealed, and seals with the first one", async () => {
      const draft = newConnection();
      await store().add(draft, NOW);
      const fresh = { id: "fresh", bytes: new Uint8Array(32).fill(9) };
      const rotated = store([fresh, ...backend.it.keys]);
      expect((await rotated.credential(draft.id, "gorgias")).credential).toEqual(draft.credentials.gorgias);
      const later = newConnection();
      await rotated.add(later, NOW);
      expect((await store([fresh]).credential(later.id, "gorgias")).credential).toEqual(later.credentials.gorgias);
    });

    it("names the key that is missing, and no secret, where a credential cannot be opened", async () => {
      const draft = newConnection();
      await store().add(draft, NOW);
      const other = { id: "other", bytes: new Uint8Array(32).fill(9) };
      const failure = await store([other])
        .credential(draft.id, "gorgias")
        .catch((error: unknown) => error as Error);
      expect(failure).toBeInstanceOf(Error);
      expect(String(failure)).toContain(`"test"`);
      // A key of the right name and the wrong bytes opens nothing either.
      const impostor = await store([{ ...other, id: "test" }])
        .credential(draft.id, "gorgias")
        .catch((error: unknown) => error as Error);
      expect(impostor).toBeInstanceOf(Error);
      for (const told of [failure, impostor].map((error) => `${String(error)} ${JSON.stringify(error)}`)) {
        for (const secret of secretsOf(draft)) expect(told).not.toContain(secret);
        expect(told).not.toContain(Buffer.from(other.bytes).toString("base64"));
      }
    });
  });
}

/** Every row of every table, as JSON text. */
async function allRows(backend: UsedBackend): Promise<string[]> {
  const { database } = backend.it;
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)),
  );
  return rows.flat().map(({ row }) => row);
}
