/** No secret reaches a log, an error, a page, an answer, or a table in clear: everything that was printed, served or stored is searched. */
import { expect, it } from "vitest";
import { createLogger } from "../../src/kit/logger.ts";
import { littleBrowser } from "../helpers/little-browser.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const printed: string[] = [];
const log = createLogger("trace", { write: (line) => void printed.push(line) });
const world = useWorld(async () => ({ install: true, over: { log } }));

const ACCOUNT = "secretive";

it("N1: keys, tokens, client secrets and cookies are found nowhere after an install, calls, faults and a disconnect", async () => {
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account: ACCOUNT });
  gorgias.desk.patchSettings({ consent: "approve" });
  aircall.phone.change({ consent: "approve" });
  const company = aircall.phone.companies.add({ name: ACCOUNT }).id;
  aircall.phone.companies.addLine(company, { name: "Support", digits: "+33 1 70 18 00 01", country: "FR" });
  const visitor = littleBrowser();
  visitor.setCookie(aircall.url, "little_aircall_company", String(company));
  const served: string[] = [];
  const visit = async (url: string) => served.push((await visitor.open(url)).text);

  await visit(`${gorgias.url}/${ACCOUNT}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  await visit(`${world.it.url}/oauth/aircall/start`);
  await visit(`${world.it.url}/oauth/gorgias/callback?code=stolen&state=forged`);
  aircall.phone.companies.link(company, { lines: "all" });
  const [connection] = await world.it.services.database.query<{ id: string }>(
    `select id from connections where account = $1`,
    [ACCOUNT],
  );
  await world.it.services.database.query(`update lines set selected = true where connection_id = $1`, [connection?.id]);
  gorgias.faults.add({ fault: { kind: "status", status: 500 }, path: "/tickets$", times: 2 });
  gorgias.faults.add({ fault: { kind: "dropped" }, path: "/oauth/token$", skip: 0, times: 1 });
  await aircall.phone.stories.answered({ company, from: "+33612345678", comment: "hello" });
  await world.it.settle(600_000);
  world.it.clock.advance(86_400_000);
  await aircall.phone.stories.missed({ company, from: "+33612345678" });
  await world.it.settle(600_000);
  for (const path of [
    "/",
    "/healthz",
    "/readyz",
    "/api/session",
    "/api/connection",
    "/api/activity",
    "/api/lines",
    "/api/settings",
  ]) {
    served.push(await (await visitor.fetch(`${world.it.url}${path}`)).text());
  }

  const grants = [...gorgias.desk.account(ACCOUNT).oauth.grants.values()];
  const installed = aircall.phone.state.companies.find(({ id }) => id === company);
  const secrets = [
    APPS.gorgias.clientSecret,
    APPS.aircall.clientSecret,
    ...grants.flatMap(({ refreshToken }) => refreshToken ?? []),
    ...(installed?.integrations.map(({ token }) => token) ?? []),
    ...(installed?.apiKeys.map(({ apiToken }) => apiToken) ?? []),
    gorgias.desk.account(ACCOUNT).apiKey,
    visitor.cookie(world.it.url, "session") ?? "",
    // Every Gorgias access token is a JWT of this header.
    "eyJhbGciOiJSUzI1NiI",
  ].filter((secret) => secret.length > 8);
  expect(secrets.length).toBeGreaterThan(6);
  const stored = await everyRow();
  const webhookTokens = installed?.webhooks.map(({ token }) => token) ?? [];
  expect(stored.length).toBeGreaterThan(10);
  expect(printed.length).toBeGreaterThan(0);
  for (const secret of secrets) {
    expect(printed.join("").includes(secret), "printed").toBe(false);
    expect(served.join("").includes(secret), "served").toBe(false);
    expect(stored.join("").includes(secret), "stored in clear").toBe(false);
  }
  // Raw deliveries hold the webhook's own token, byte for byte; nothing else does.
  for (const token of webhookTokens) {
    expect(printed.join("").includes(token), "printed").toBe(false);
    expect(served.join("").includes(token), "served").toBe(false);
    expect(
      stored
        .filter((row) => !row.startsWith("deliveries "))
        .join("")
        .includes(token),
      "stored",
    ).toBe(false);
  }
  await world.it.services.installing.disconnect(connection?.id ?? "", "Ada Admin");
  for (const secret of secrets) expect(printed.join("").includes(secret), "printed").toBe(false);
});

async function everyRow(): Promise<string[]> {
  const { database } = world.it.services;
  const tables = await database.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  const rows = await Promise.all(
    tables.map(async ({ schema, name }) =>
      (await database.query(`select to_jsonb(t)::text as row from ${schema}.${name} t`)).map(
        ({ row }) => `${name} ${String(row)}`,
      ),
    ),
  );
  return rows.flat();
}
