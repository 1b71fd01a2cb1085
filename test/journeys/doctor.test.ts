/** The doctor between both simulators: each trouble is really made, found, named, and left as it was. */
import { afterEach, describe, expect, it } from "vitest";
import type { Finding } from "../../src/connections/doctor/finding.ts";
import { runDoctor } from "../../src/run/run-doctor.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import type { Shop, ShopOptions } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

/** The servers' own clocks cannot be moved. The service has the same time, except where a test moves it. */
let offsetMs = 0;
const world = useWorld(async () => ({ over: { clock: () => Date.now() + offsetMs } }));

afterEach(() => {
  offsetMs = 0;
  world.it.sandbox.gorgias.faults.clear();
  world.it.sandbox.aircall.faults.clear();
});

/** A shop in which every agent has a user in Gorgias. */
async function openWell(options: ShopOptions = {}): Promise<Shop> {
  const shop = await world.it.openShop(options);
  for (const { id, email } of companyOf(shop).users)
    if (/admin@company|nils/.test(email))
      await world.it.services.admin.admin.agents.map(shop.connectionId, String(id), adminOf(shop));
  return shop;
}

function companyOf(shop: Shop) {
  const company = shop.phone.state.companies.find(({ id }) => id === shop.company);
  if (!company) throw new Error("no company");
  return company;
}

const adminOf = (shop: Shop) =>
  shop.desk
    .account(shop.account)
    .users.all()
    .find(({ role }) => role === "admin")?.id ?? 0;
const examine = (shop: Shop) => runDoctor(world.it.services, shop.account);
const unwell = (findings: Finding[]) =>
  findings.flatMap(({ check, verdict, what }) => (verdict === "ok" ? [] : [[verdict, check, what]]));
const query = (text: string, shop: Shop, ...more: unknown[]) =>
  world.it.services.database.query(text, [shop.connectionId, ...more]);
const refuseGorgias = (shop: Shop, path: string, status: number, body?: unknown) =>
  world.it.sandbox.gorgias.faults.add({
    fault: { kind: "status", status, body },
    path: `^/${shop.account}/api${path}`,
    times: 0,
  });
/** The simulator's day is long before that of this connection, whose calls would be of the past (C17). */
async function missCall(shop: Shop): Promise<void> {
  await query(`update connections set created_at = '2026-01-01' where id = $1`, shop);
  await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr });
}
const webhookOf = (shop: Shop) => companyOf(shop).webhooks.find(({ url }) => url === shop.webhookUrl);

interface Trouble {
  name: string;
  make(shop: Shop): unknown;
  found: [verdict: string, check: string, what: RegExp];
}

const TROUBLES: Trouble[] = [
  {
    name: "our clock is wrong",
    make: () => void (offsetMs = 120_000),
    found: ["wrong", "clock", /our clock is 1[12]\d s ahead of the clock of the database/],
  },
  {
    name: "a vendor's clock is another",
    make: () => void (offsetMs = -120_000),
    found: ["wrong", "clock", /behind the clock of Aircall/],
  },
  {
    name: "a key is lost",
    async make(shop) {
      const lost = createSealer([{ id: "lost", bytes: new Uint8Array(32).fill(9) }]);
      await query(
        `update credentials set sealed = $2 where connection_id = $1 and vendor = 'gorgias'`,
        shop,
        await lost.seal("{}"),
      );
    },
    found: ["wrong", "keys", /cannot be decrypted: .*key "lost"/],
  },
  {
    name: "Gorgias refuses the key",
    make: (shop) => shop.desk.revokeKey(shop.account),
    found: ["wrong", "access to Gorgias", /Gorgias rejects the credential .*401/],
  },
  {
    name: "Gorgias is down",
    make: (shop) => refuseGorgias(shop, "/", 503),
    found: ["wrong", "access to Gorgias", /Gorgias could not be checked: .*503/],
  },
  {
    name: "the token has ended",
    async make(shop) {
      const { keys } = world.it.services.store;
      const token = {
        kind: "bearer",
        accessToken: "a",
        refreshToken: "r",
        expiresAt: Date.now() - 60_000,
        obtainedAt: 0,
      };
      const sealed = await createSealer(keys).seal(JSON.stringify(token));
      await query(`update credentials set sealed = $2 where connection_id = $1 and vendor = 'gorgias'`, shop, sealed);
    },
    found: ["wrong", "access to Gorgias", /its token ended at 20/],
  },
  {
    name: "Aircall refuses the key",
    make: (shop) => shop.phone.companies.revoke(shop.company),
    found: ["wrong", "access to Aircall", /Aircall rejects the credential .*403/],
  },
  {
    name: "the webhook is gone",
    make: (shop) => void companyOf(shop).webhooks.splice(0),
    found: ["wrong", "webhook in Aircall", /has no webhook for this connection at 127\.0\.0\.1/],
  },
  {
    name: "the webhook is switched off",
    make: (shop) => Object.assign(webhookOf(shop) ?? {}, { active: false }),
    found: ["wrong", "webhook in Aircall", /it is off/],
  },
  {
    name: "the webhook lacks an event",
    make: (shop) => webhookOf(shop)?.events.splice(0, 1),
    found: ["wrong", "webhook in Aircall", /does not send call\.created/],
  },
  {
    name: "the webhook sends every event",
    make: (shop) => webhookOf(shop)?.events.push("call.hold"),
    found: ["note", "webhook in Aircall", /also sends "call\.hold"/],
  },
  {
    name: "no user is an admin",
    async make(shop) {
      const users = shop.desk.account(shop.account).users.all();
      // The key still belongs to an admin who is a bot.
      for (const { id, role } of users) if (role === "admin") shop.desk.updateUser(shop.account, id, { role: "agent" });
    },
    found: ["wrong", "admin in Gorgias", /no active admin/],
  },
  {
    name: "an agent is not in Gorgias",
    make: (shop) =>
      shop.phone.companies.addUser(shop.company, { name: "Nils Nomatch", email: "nobody@elsewhere.example" }),
    found: ["note", "agents", /stay unassigned: "Nils Nomatch"$/],
  },
  {
    name: "no line is selected",
    make: (shop) => query(`update lines set selected = false where connection_id = $1`, shop),
    found: ["wrong", "lines", /no line is selected/],
  },
  {
    name: "a chosen line is gone",
    make: (shop) => companyOf(shop).lines.pop(),
    found: ["note", "lines", /no longer in Aircall: "Sales UK"/],
  },
  {
    name: "the connection is stopped",
    make: (shop) => query(`update connections set status = 'deactivated', reason = 'rate_limit' where id = $1`, shop),
    found: ["wrong", "connection", /deactivated: Gorgias refused every request/],
  },
  {
    name: "tickets are merged by themselves",
    make: (shop) =>
      refuseGorgias(shop, "/account/settings$", 200, {
        data: [{ id: 3, type: "auto-merge", data: { tickets: { enabled: true } } }],
      }),
    found: ["note", "settings of Gorgias", /auto-merge is on/],
  },
  {
    name: "work waits for long",
    async make(shop) {
      refuseGorgias(shop, "/(tickets|customers|search)", 503);
      await missCall(shop);
      await shop.settle(0);
      await query(
        `update activity set deferred_since = deferred_since - interval '1 hour' where connection_id = $1`,
        shop,
      );
    },
    found: ["wrong", "waiting work", /the oldest, call:\d+, has waited 60 min/],
  },
  {
    name: "something failed",
    async make(shop) {
      refuseGorgias(shop, "/tickets", 400);
      await missCall(shop);
      await shop.settle(0);
    },
    found: ["wrong", "failed items", /1 failed: "call:\d+"/],
  },
];

describe("the doctor", () => {
  it("finds nothing wrong with a connection that is well", async () => {
    const findings = await examine(await openWell());
    expect(unwell(findings)).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([
      "version",
      "database",
      "clock",
      "connection",
      "keys",
      "access to Gorgias",
      "admin in Gorgias",
      "settings of Gorgias",
      "access to Aircall",
      "webhook in Aircall",
      "lines",
      "agents",
      "waiting work",
      "failed items",
    ]);
  });

  it.each(TROUBLES)("finds that $name, says what to do, and leaves it as it is", async ({ make, found }) => {
    const shop = await openWell();
    await make(shop);
    const before = await everythingOf(shop);
    const [verdict, check, what] = found;
    const findings = await examine(shop);
    expect(unwell(findings)).toContainEqual([verdict, check, expect.stringMatching(what)]);
    const about = findings.filter((one) => one.verdict !== "ok");
    expect(about.filter(({ remedy }) => remedy === null)).toEqual([]);
    expect(await everythingOf(shop)).toEqual(before);
    // Neither the webhook's key nor a credential is for a terminal.
    expect(JSON.stringify(findings)).not.toContain(shop.webhookUrl.split("/").at(-1));
  });

  it("bears settings of Gorgias that it may not read", async () => {
    const shop = await openWell();
    refuseGorgias(shop, "/account/settings$", 403);
    expect(unwell(await examine(shop))).toEqual([]);
  });

  it("finds a database that is behind, and looks at nothing else", async () => {
    const shop = await openWell();
    const { database } = world.it.services;
    const [last] = await database.query<{ name: string }>(
      `delete from migrations where name = (select max(name) from migrations) returning name`,
    );
    const findings = await examine(shop);
    await database.query(`insert into migrations (name, applied_at) values ($1, now())`, [last?.name]);
    expect(unwell(findings)).toEqual([["wrong", "database", `it lacks ${last?.name}`]]);
    expect(findings.map(({ check }) => check)).toEqual(["version", "database"]);
  });

  it("S3: looks at all connections where none is named, and says so of an unknown account", async () => {
    const [one, other] = [await openWell(), await openWell()];
    const accounts = (await runDoctor(world.it.services, null)).map(({ account }) => account);
    expect(accounts).toEqual(expect.arrayContaining([one.account, other.account]));
    expect(new Set((await examine(one)).map(({ account }) => account))).toEqual(new Set([null, one.account]));
    expect(unwell(await runDoctor(world.it.services, "nobody"))).toEqual([
      ["wrong", "connections", "no connection has the Gorgias account nobody"],
    ]);
  });
});

/** Everything that both vendors and the service store of the shop. */
async function everythingOf(shop: Shop) {
  const [connection] = await query(`select to_jsonb(c)::text as row from connections c where id = $1`, shop);
  const credentials = await query(`select vendor, sealed from credentials where connection_id = $1 order by 1`, shop);
  const activityIds = await query(
    `select to_jsonb(s)::text as row from activity s where connection_id = $1 order by 1`,
    shop,
  );
  return {
    connection,
    credentials,
    activityIds,
    webhooks: structuredClone(companyOf(shop).webhooks),
    desk: shop.desk.state(shop.account),
  };
}
