/** No secret reaches a log, an error, a page, an answer, or a table in clear: everything that was printed, served or stored is searched. */
import { expect, it } from "vitest";
import { createLogger } from "../../src/kit/logger.ts";
import { runDoctor } from "../../src/run/run-doctor.ts";
import { runCommand } from "../../src/run/run-command.ts";
import { openReceiver } from "../helpers/alert-receiver.ts";
import { everyRow } from "../helpers/every-row.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { picture } from "../helpers/texting.ts";
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
  const visitor = plainBrowser();
  visitor.setCookie(aircall.url, "aircall_simulator_company", String(company));
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
  const stored = await everyRow(world.it.services.database);
  const webhookTokens = installed?.webhooks.map(({ token }) => token) ?? [];
  expect(stored.length).toBeGreaterThan(10);
  expect(printed.length).toBeGreaterThan(0);
  for (const secret of secrets) {
    expect(printed.join("").includes(secret), "printed").toBe(false);
    expect(served.join("").includes(secret), "served").toBe(false);
    expect(stored.join("").includes(secret), "stored in clear").toBe(false);
  }
  // Only raw deliveries contain the webhook's own token, byte for byte.
  for (const token of webhookTokens) {
    expect(printed.join("").includes(token), "printed").toBe(false);
    expect(served.join("").includes(token), "served").toBe(false);
    expect(
      stored
        .filter((row) => !row.startsWith("public.deliveries "))
        .join("")
        .includes(token),
      "stored",
    ).toBe(false);
  }
  await world.it.services.installing.disconnect(connection?.id ?? "", "Ada Admin");
  for (const secret of secrets) expect(printed.join("").includes(secret), "printed").toBe(false);
});

it("I1 M9 L5: nor do they, a signed link, or the secret in the address of alerts after messages, cards, alerts and the doctor", async () => {
  printed.length = 0;
  const shop = await world.it.openShop();
  const { services, clock, sandbox } = world.it;
  const receiver = await openReceiver();
  const { phone, company, lines, users, connectionId, account } = shop;
  const by = "Ada Admin";
  const { settings } = services.admin.admin;
  await settings.change(connectionId, { alertUrl: receiver.url }, by, clock.now());

  const call = await shop.place();
  await shop.settle();
  await phone.calls.answer(call, { user: users.cleo });
  await shop.settle();
  await phone.calls.hangup(call);
  await phone.calls.end(call);
  const text = { company, line: lines.fr, from: "+33612345678" };
  await phone.messages.receive({ ...text, body: "look", media: [picture()] });
  const broken = await phone.messages.receive({ ...text, body: "and this", media: [picture()] });
  phone.messages.controlMedia(broken.message.id, { status: 500 });
  await phone.messages.send({ company, line: lines.fr, to: "+33612345678", user: users.cleo, body: "Thank you" });
  const known = await shop.place({ from: "+33612345678" });
  await shop.settle(600_000);
  expect(phone.find(known).cards).toHaveLength(1);
  sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "/insight_cards$" });
  await shop.place({ from: "+33612345678" });
  await shop.settle(600_000);
  expect(printed.join("")).toContain("a card was not shown");
  const ours = phone.state.companies.find(({ id }) => id === company);
  const tokens = ours?.webhooks.map(({ token }) => token) ?? [];
  ours?.webhooks.splice(0);
  for (const status of [500, 200]) {
    receiver.answer = status;
    await services.maintenance.maintain(connectionId, false);
  }
  expect(receiver.received).toHaveLength(1);

  const shown: unknown[] = [await runDoctor(services, account), await runDoctor(services, null)];
  for (const key of [call, `text:+33612345678`])
    shown.push(
      await runCommand(services, "activity show", { account, activityId: String(key).replace(/^(\d)/, "call:$1") }),
    );
  shown.push(await runCommand(services, "activity", { account, limit: 50 }));
  const hidden = [
    receiver.secret,
    "X-Amz-Signature",
    sandbox.gorgias.desk.account(account).apiKey,
    ...(ours?.apiKeys.map(({ apiToken }) => apiToken) ?? []),
    ...tokens,
    ...(ours?.webhooks.map(({ token }) => token) ?? []),
  ];
  expect(hidden.length).toBeGreaterThan(4);
  const told = [...printed, JSON.stringify(shown), ...receiver.received].join("\n");
  for (const secret of hidden) expect(told.includes(secret), secret.slice(0, 15)).toBe(false);
  // The address of alerts is a setting. It is stored where settings are, and nowhere else.
  const rows = (await everyRow(services.database)).filter((row) => row.includes(receiver.secret));
  expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set(["public.connections"]));
  await receiver.close();
});
