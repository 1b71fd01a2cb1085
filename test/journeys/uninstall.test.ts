/** L6, L8: the app is uninstalled on either side while work waits: what stops, which alerts are raised, and what a new install writes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runDoctor } from "../../src/run/run-doctor.ts";
import { openReceiver, type AlertReceiver } from "../helpers/alert-receiver.ts";
import { plainBrowser, type PlainBrowser } from "../helpers/plain-browser.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true, maintenance: true }));
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let receiver: AlertReceiver;
let account = "";
let company = 0;
let connectionId = "";
let visitor: PlainBrowser;
let accounts = 0;

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

beforeEach(async () => {
  accounts += 1;
  account = `uninstall-${accounts}`;
  receiver.received.length = 0;
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account });
  gorgias.desk.patchSettings({ consent: "approve" });
  aircall.phone.change({ consent: "approve", uninstallOrder: "token-first" });
  company = aircall.phone.companies.add({ name: account }).id;
  aircall.phone.companies.addLine(company, { name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" });
  visitor = plainBrowser();
  visitor.setCookie(aircall.url, "aircall_simulator_company", String(company));
  await signIn();
  await joinAircall();
  const [row] = await rows<{ id: string }>(`select id from connections where account = $1`);
  connectionId = row?.id ?? "";
  await rows(`update lines set selected = true where connection_id = (select id from connections where account = $1)`);
  await world.it.services.admin.admin.settings.change(connectionId, { alertUrl: receiver.url }, "Ada Admin", 0);
  await world.it.settle();
  world.it.clock.advance(10 * MINUTE_MS);
});
afterEach(() => {
  world.it.sandbox.gorgias.faults.clear();
  world.it.sandbox.aircall.faults.clear();
});

const rows = <Row extends Record<string, unknown>>(text: string) =>
  world.it.services.database.query<Row>(text, [account]);
const desk = () => world.it.sandbox.gorgias.desk;
const phone = () => world.it.sandbox.aircall.phone;
/** The alerts of this test's connection. */
const told = () => receiver.received.filter((text) => text.includes(`*${account}*`));
const standing = async () => (await rows(`select status, reason from connections where account = $1`))[0];
const tickets = () => desk().account(account).tickets.all();
const activityIds = () =>
  rows(`select state, s.reason from activity s join connections c on c.id = s.connection_id where account = $1`);
const missed = (from: string) => phone().stories.missed({ company, from });
const signIn = () =>
  visitor.open(`${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);

async function joinAircall(): Promise<void> {
  await visitor.open(`${world.it.url}/oauth/aircall/start`);
  phone().companies.link(company, { lines: "all" });
}

/** Two calls that cannot be written, for Gorgias is down. */
async function letWait(): Promise<void> {
  world.it.sandbox.gorgias.faults.add({ fault: { kind: "status", status: 503 }, path: `^/${account}/api/`, times: 0 });
  await missed("+33612345678");
  await missed("+33612345679");
  await world.it.settle(2_000);
  world.it.sandbox.gorgias.faults.clear();
  expect(tickets()).toHaveLength(0);
}

/** Requests to Gorgias and to Aircall in so many hours of work. */
async function spentIn(hours: number): Promise<[number, number]> {
  desk().clearRequests(account);
  const before = aircallRequests();
  for (let hour = 0; hour < hours; hour += 1) {
    await world.it.settle(0);
    world.it.clock.advance(60 * MINUTE_MS);
  }
  return [desk().requests(account).length, aircallRequests() - before];
}

const aircallRequests = () =>
  phone().state.requests.filter(({ companyId }) => companyId === company || companyId === null).length;

/** What the console says, in a session of its own: those of before may have ended. */
async function remedy(): Promise<unknown> {
  const session = {
    sessionId: `later-${account}`,
    connectionId,
    account,
    user: { name: null, email: null },
    csrfToken: "",
  };
  await world.it.services.installing.sessions.open(session, world.it.clock.now());
  const answer = await fetch(`${world.it.url}/api/connection`, { headers: { cookie: `session=later-${account}` } });
  return ((await answer.json()) as { remedy: unknown }).remedy;
}

const WAITS = { state: "pending", reason: "connection_inactive" };

describe("the app is taken off in Gorgias", () => {
  it("L6: an idle connection notices as well, and says so once", async () => {
    desk().uninstall(account);
    world.it.clock.advance(DAY_MS);
    await world.it.settle(0);
    expect(await standing()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    await spentIn(2);
    expect(told()).toEqual([expect.stringContaining("its authorisation was removed")]);
  });

  it("L6, L8: while work waits: it stops, nothing is retried for ever, and a new install writes everything once", async () => {
    await letWait();
    desk().uninstall(account);
    // The issued token works for another day (Gorgias contract 2.4).
    world.it.clock.advance(DAY_MS);
    desk().clearRequests(account);
    // The run whose renewal was rejected says so first, until its next run.
    await world.it.settle(10 * MINUTE_MS);
    expect(
      desk()
        .requests(account)
        .filter(({ path }) => !path.includes("/oauth/")),
    ).toEqual([]);
    expect(await standing()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    expect(await activityIds()).toEqual([WAITS, WAITS]);
    expect((await spentIn(3))[0]).toBe(0);
    expect(await remedy()).toContain("install the app again from Gorgias");
    await signIn();
    await world.it.settle(10 * MINUTE_MS);
    expect(await standing()).toEqual({ status: "active", reason: null });
    expect(tickets()).toHaveLength(2);
    await world.it.settle(60 * MINUTE_MS);
    expect(tickets()).toHaveLength(2);
  });
});

describe("the app is taken off in Aircall", () => {
  it.each(["token-first", "event-first"] as const)("L6: its event stops the connection at once (%s)", async (order) => {
    phone().change({ uninstallOrder: order });
    await phone().companies.uninstall(company);
    await world.it.settle(0);
    expect(await standing()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    expect(told()).toEqual([expect.stringContaining("its authorisation was removed")]);
  });

  it("L6, L8: and its event is lost while work waits: one rejection stops it, and a new install writes everything once", async () => {
    await letWait();
    phone().deliveries.drop(100);
    await phone().companies.uninstall(company);
    phone().deliveries.drop(0);
    desk().clearRequests(account);
    const before = aircallRequests();
    world.it.clock.advance(5 * MINUTE_MS);
    await world.it.services.maintenance.maintain(connectionId, false);
    expect(aircallRequests() - before).toBe(1);
    expect(await standing()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    await world.it.settle(0);
    expect([desk().requests(account), tickets()]).toEqual([[], []]);
    expect((await spentIn(3))[1]).toBe(0);
    expect(await remedy()).toContain("Aircall");
    await joinAircall();
    await world.it.settle(10 * MINUTE_MS);
    expect(await standing()).toEqual({ status: "active", reason: null });
    expect(tickets()).toHaveLength(2);
    world.it.clock.advance(MINUTE_MS);
    await missed("+33612345670");
    await world.it.settle(10 * MINUTE_MS);
    expect(tickets()).toHaveLength(3);
  });

  it("L6: a run that Aircall rejects stops the connection, and is not repeated for ever", async () => {
    await world.it.settle(0);
    await missed("+33612345678");
    phone().deliveries.drop(100);
    await phone().companies.uninstall(company);
    phone().deliveries.drop(0);
    await world.it.settle(0);
    expect(await standing()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    world.it.clock.advance(10 * MINUTE_MS);
    await world.it.settle(0);
    expect(await activityIds()).toEqual([WAITS]);
    expect((await spentIn(3))[1]).toBe(0);
  });

  it("L6: signing in does not bring it back to life before Aircall is joined again", async () => {
    await phone().companies.uninstall(company);
    await world.it.settle(0);
    await signIn();
    await world.it.settle(0);
    expect(await standing()).toMatchObject({ status: "deactivated" });
    expect(told()).toHaveLength(1);
  });
});

describe("the authorisation of Gorgias cannot be renewed", () => {
  it("is raised once it has ended, posted once, and resolved when it works again", async () => {
    world.it.sandbox.gorgias.faults.add({ fault: { kind: "status", status: 503 }, path: "/oauth/token$", times: 0 });
    world.it.clock.advance(DAY_MS);
    await world.it.services.maintenance.maintain(connectionId, false);
    await world.it.services.maintenance.maintain(connectionId, false);
    expect(told()).toEqual([expect.stringContaining("The authorisation of Gorgias could not be renewed since 2026-")]);
    world.it.sandbox.gorgias.faults.clear();
    world.it.clock.advance(MINUTE_MS);
    await world.it.services.maintenance.maintain(connectionId, false);
    const alerts = await world.it.services.maintenance.alerts.list(connectionId, 10);
    expect(alerts.map(({ kind, resolvedAt }) => [kind, resolvedAt !== null])).toEqual([["token dying", true]]);
    expect(await standing()).toMatchObject({ status: "active" });
  });
});

describe("the doctor", () => {
  const linesFound = async () =>
    (await runDoctor(world.it.services, account)).flatMap(({ check, verdict, what }) =>
      check === "lines" ? [[verdict, what]] : [],
    );

  it("N4: names the chosen lines that are not linked to the app in Aircall", async () => {
    expect(await linesFound()).toEqual([["ok", "1 selected, all linked to the app in Aircall"]]);
    phone().companies.link(company, { lines: [] });
    expect(await linesFound()).toEqual([["wrong", expect.stringContaining('"Support FR"')]]);
  });
});
