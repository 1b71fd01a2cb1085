/** A shop installed by OAuth on both sides, as by an admin's browser, with short methods for tests. */
import { showConnection, type ConnectionShown } from "../../src/connections/show/show-connection.ts";
import { plainBrowser, type PlainBrowser } from "./plain-browser.ts";
import { APPS, type World } from "./world.ts";

export interface InstalledShop {
  account: string;
  company: number;
  connectionId: string;
  visitor: PlainBrowser;
  desk: World["sandbox"]["gorgias"]["desk"];
  phone: World["sandbox"]["aircall"]["phone"];
  /** Ids of the two lines. */
  lines: string[];
  /** Installs through Gorgias' app store and consent page. */
  signIn(visitor?: PlainBrowser): Promise<void>;
  joinAircall(): Promise<void>;
  select(lineIds: readonly string[]): Promise<void>;
  /** An admin API answer to the visitor's request. A write sends the CSRF token. */
  api(path: string, method?: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** The connection as the console shows it to any session. */
  shown(): Promise<ConnectionShown | null>;
  status(): Promise<{ status: string; reason: string | null }>;
  alerts(): Promise<string[]>;
  missed(from: string): Promise<unknown>;
  tickets(): number;
  refreshes(): number;
  /** The id of the oldest Gorgias user with this role. */
  userId(role: string): number;
}

let shops = 0;

/** Installed, with lines selected and linked unless `bare`. */
export async function openInstalled(world: World, { bare = false } = {}): Promise<InstalledShop> {
  shops += 1;
  const account = `installed-${shops}`;
  const { gorgias, aircall } = world.sandbox;
  const { desk } = gorgias;
  const { phone } = aircall;
  desk.createAccount({ account });
  desk.patchSettings({ consent: "approve" });
  phone.change({ consent: "approve", uninstallOrder: "token-first" });
  const company = phone.companies.add({ name: account }).id;
  const lines = [
    phone.companies.addLine(company, { name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" }),
    phone.companies.addLine(company, { name: "Sales UK", digits: "+44 20 7946 0100", country: "GB" }),
  ].map(({ id }) => String(id));
  const visitor = plainBrowser();
  visitor.setCookie(aircall.url, "aircall_simulator_company", String(company));
  const shop: InstalledShop = {
    account,
    company,
    connectionId: "",
    visitor,
    desk,
    phone,
    lines,
    async signIn(by = visitor) {
      await by.open(`${gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
    },
    async joinAircall() {
      await visitor.open(`${world.url}/oauth/aircall/start`);
    },
    async select(lineIds) {
      const { status } = await shop.api("/lines", "PUT", { selected: lineIds });
      if (status !== 200) throw new Error(`lines could not be selected: ${status}`);
    },
    async api(path, method = "GET", body) {
      const headers: Record<string, string> = {};
      if (method !== "GET") {
        const session = await visitor.fetch(`${world.url}/api/session`);
        headers["x-csrf-token"] = ((await session.json()) as { csrfToken?: string }).csrfToken ?? "";
      }
      if (body !== undefined) headers["content-type"] = "application/json";
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await visitor.fetch(`${world.url}/api${path}`, init);
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
    },
    shown: () => showConnection(world.services.admin.admin, shop.connectionId),
    async status() {
      const [row] = await world.services.database.query<{ status: string; reason: string | null }>(
        `select status, reason from connections where account = $1`,
        [account],
      );
      if (!row) throw new Error(`${account} is not connected`);
      return row;
    },
    alerts: async () => [...(await world.services.maintenance.alerts.status(shop.connectionId))].sort(),
    missed: (from) => phone.stories.missed({ company, line: Number(lines[0]), from }),
    tickets: () => desk.account(account).tickets.all().length,
    refreshes: () => desk.account(account).oauth.requests.filter(({ kind }) => kind === "refresh_token").length,
    userId: (role) =>
      desk
        .account(account)
        .users.all()
        .find((user) => user.role === role)?.id ?? 0,
  };
  await shop.signIn();
  await shop.joinAircall();
  const [row] = await world.services.database.query<{ id: string }>(`select id from connections where account = $1`, [
    account,
  ]);
  shop.connectionId = row?.id ?? "";
  if (bare) return shop;
  phone.companies.link(company, { lines: "all" });
  await shop.select(lines);
  await world.settle();
  world.clock.advance(10 * 60_000);
  await world.settle();
  return shop;
}
