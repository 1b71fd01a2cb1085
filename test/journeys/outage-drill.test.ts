/** L4, L6, L8: a busy day on which everything fails in turn, on a clock that is moved; at its end nothing is missing and nothing is there twice. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../helpers/rate-limit-trial.ts";
import { deliveredTexts, expectedCalls, planDay, shownCalls, type DayShop } from "../helpers/busy-day.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { seenTickets } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true, maintenance: true }));
const ACCOUNT = "drill";
const MINUTE_MS = 60_000;
const DAY_MINUTES = 8 * 60;

const rows = <Row extends Record<string, unknown>>(text: string) =>
  world.it.services.database.query<Row>(text, [ACCOUNT]);
const standing = async () => (await rows(`select status, reason from connections where account = $1`))[0];
const phone = () => world.it.sandbox.aircall.phone;
const desk = () => world.it.sandbox.gorgias.desk;
const GONE = { status: "deactivated", reason: "authorisation_removed" };
const ACTIVE = { status: "active", reason: null };

/** Installed as in life: from Gorgias' store, through both consents. */
async function install() {
  desk().createAccount({ account: ACCOUNT });
  // An authorisation that ends within the day.
  desk().patchSettings({ consent: "approve", accessTokenTtlSeconds: 3_600, expiresIn: 3_600 });
  phone().change({ consent: "approve", mediaBytes: 2_000 });
  const { companies } = phone();
  const { id: company } = companies.add({ name: ACCOUNT });
  const users = ["ada.admin", "cleo.agent", "nils"].map(
    (name) => companies.addUser(company, { name, email: `${name}@${ACCOUNT}.example` }).id,
  );
  const lines = ["+33170180001", "+33170180002", "+442079460100"].map(
    (digits, n) => companies.addLine(company, { name: `Line ${n}`, digits, country: n < 2 ? "FR" : "GB" }).id,
  );
  const visitor = plainBrowser();
  visitor.setCookie(world.it.sandbox.aircall.url, "aircall_simulator_company", String(company));
  const signIn = () =>
    visitor.open(`${world.it.sandbox.gorgias.url}/${ACCOUNT}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  const joinAircall = async () => {
    await visitor.open(`${world.it.url}/oauth/aircall/start`);
    companies.link(company, { lines: "all" });
  };
  await signIn();
  await joinAircall();
  await rows(`update lines set selected = true where connection_id = (select id from connections where account = $1)`);
  const shop: DayShop = { phone: phone(), company, lines, users, random: seededRandom(7) };
  return { shop, signIn, joinAircall };
}

/** One minute's worth of the service's work; what fails comes again. */
async function work(): Promise<void> {
  await world.it.services.sweep();
  for (;;) {
    const { completed } = await world.it.services.scheduler.step(world.it.services.run);
    if (completed === 0) return;
  }
}

describe("a day of outages", () => {
  it("L4, L6, L8: every call and every text has its one right ticket, with its original times", async () => {
    const { shop, signIn, joinAircall } = await install();
    const { clock, sandbox } = world.it;
    const webhooks = () => shop.phone.state.companies.find(({ id }) => id === shop.company)?.webhooks ?? [];
    const { gorgias } = sandbox;
    const breakGorgias = (fault: Parameters<typeof gorgias.faults.add>[0]["fault"]) => {
      gorgias.faults.clear();
      gorgias.faults.add({ fault, path: `^/${ACCOUNT}/`, times: 0 });
    };
    let up = true;
    /** Nobody listens, and nobody works. */
    const stop = () => {
      up = false;
      for (const webhook of webhooks()) webhook.url = webhook.url.replace(/:\d+/, ":9");
    };
    const start = () => {
      up = true;
      for (const webhook of webhooks()) webhook.url = webhook.url.replace(/:9\//, `:${new URL(world.it.url).port}/`);
    };
    const plan: Record<number, () => unknown> = {
      60: () => breakGorgias({ kind: "status", status: 503 }),
      75: () => breakGorgias({ kind: "dropped" }),
      95: () => breakGorgias({ kind: "lost-answer" }),
      100: () => gorgias.faults.clear(),
      150: () => (shop.phone.change({ maxFailures: 10_000 }), stop()),
      190: start,
      192: () => expect(webhooks()).toMatchObject([{ active: true }]),
      230: () => (shop.phone.change({ maxFailures: 30 }), stop()),
      275: () => (expect(webhooks()).toMatchObject([{ active: false }]), start()),
      282: () => expect(webhooks()).toMatchObject([{ active: true }]),
      320: () => desk().uninstall(ACCOUNT),
      384: async () => expect(await standing()).toEqual(GONE),
      385: signIn,
      386: async () => expect(await standing()).toEqual(ACTIVE),
      410: () => shop.phone.companies.uninstall(shop.company),
      439: async () => expect(await standing()).toEqual(GONE),
      440: joinAircall,
      441: async () => expect(await standing()).toEqual(ACTIVE),
    };
    const began = clock.now();
    const until = (at: number) => clock.advance(Math.max(0, at - clock.now()));
    const deeds = planDay(shop, { seconds: DAY_MINUTES * 60, calls: 80, texts: 75 });
    // The last hours are for what is left.
    for (let minute = 0; minute < DAY_MINUTES + 90; minute += 1) {
      while ((deeds[0]?.at ?? Number.POSITIVE_INFINITY) < minute * 60) {
        const deed = deeds.shift();
        until(began + Math.round((deed?.at ?? 0) * 1_000));
        await deed?.act();
      }
      until(began + minute * MINUTE_MS);
      await plan[minute]?.();
      // Aircall tries again what was not taken.
      if (minute % 5 === 4) await shop.phone.deliveries.retry();
      // Every second minute is enough: what fails comes again.
      if (up && (minute % 2 === 0 || minute in plan)) await work();
    }
    await world.it.settle();

    const tickets = seenTickets(desk(), ACCOUNT);
    const beginning = (id: number) => Math.floor(desk().ticket(ACCOUNT, id).createdAt / 1_000);
    const calls = expectedCalls(shop);
    expect(calls).toHaveLength(80);
    expect(shownCalls(calls, tickets, beginning)).toEqual(calls);

    const texts = deliveredTexts(shop);
    expect(texts.length).toBeGreaterThan(50);
    const conversations = tickets.filter(({ channel }) => channel === "sms");
    const shown = conversations.map(({ notes }) =>
      notes.filter(({ channel }) => channel === "sms").map(({ text, sentAt }) => [text, Date.parse(sentAt ?? "")]),
    );
    const callers = [...Map.groupBy(texts, ({ caller }) => caller).values()];
    const wanted = callers.map((ofCaller) => ofCaller.map(({ body, sentAt }) => [body, sentAt]));
    const inOrder = (all: unknown[][][]) => all.toSorted((a, b) => String(a[0]?.[0]).localeCompare(String(b[0]?.[0])));
    expect(inOrder(shown)).toEqual(inOrder(wanted));
    expect(tickets).toHaveLength(calls.length + callers.length);

    expect(await rows(ANYTHING_LEFT)).toEqual([]);
  }, 300_000);
});

const ANYTHING_LEFT = `
  select s.kind, s.ref, s.state, s.reason from activity s join connections c on c.id = s.connection_id
  where c.account = $1 and (s.deferred_since is not null or s.state not in ('done', 'ignored'))`;
