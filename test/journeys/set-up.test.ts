/** A team with API keys and no OAuth app: from the link that the start prints to the first ticket, in a real browser. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { violationsOn } from "../console/axe.ts";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { accessLinks } from "../../src/run/access-links.ts";
import { runCommand } from "../../src/run/run-command.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ keysOnly: true, consoleDir: await shared("console") }));
let browser: Browser;
let closing: (() => Promise<void>)[] = [];
let account = "";
let company = 0;
let accounts = 0;

beforeAll(async () => {
  browser = await sharedBrowser();
});
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

beforeEach(async () => {
  await world.it.services.database.query("delete from connections");
  accounts += 1;
  account = `keys-${accounts}`;
  world.it.sandbox.gorgias.desk.createAccount({ account });
  const { companies } = world.it.sandbox.aircall.phone;
  company = companies.add({ name: account }).id;
  companies.addLine(company, { name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" });
  companies.addLine(company, { name: "Sales UK", digits: "+44 20 7946 0100", country: "GB" });
  companies.addUser(company, { name: "Cleo Agent", email: `cleo.agent@${account}.example` });
});

function keys() {
  const { email, apiKey } = world.it.sandbox.gorgias.desk.account(account);
  const [key] = world.it.sandbox.aircall.phone.state.companies.find(({ id }) => id === company)?.apiKeys ?? [];
  return { email, apiKey, apiId: key?.apiId ?? "", apiToken: key?.apiToken ?? "" };
}

async function visit(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(30_000);
  closing.push(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => expect.unreachable(String(error)));
  await page.goto(url);
  return page;
}

/** The address that the start prints. */
async function printedLink(): Promise<string> {
  const lines = await accessLinks(world.it.services);
  return lines.join("\n").match(/http\S+/)?.[0] ?? "";
}

interface Words {
  open: string;
  account: string;
  email: string;
  key: string;
  checkGorgias: string;
  id: string;
  token: string;
  checkAircall: string;
  connect: string;
}

const EN: Words = {
  open: "Continue",
  account: "Gorgias address",
  email: "E-mail of the admin",
  key: "API key",
  checkGorgias: "Check Gorgias",
  id: "API id",
  token: "API token",
  checkAircall: "Check Aircall",
  connect: "Connect",
};
const FR: Words = {
  open: "Continuer",
  account: "Adresse Gorgias",
  email: "E-mail de l’administrateur",
  key: "Clé d’API",
  checkGorgias: "Vérifier Gorgias",
  id: "Identifiant d’API",
  token: "Jeton d’API",
  checkAircall: "Vérifier Aircall",
  connect: "Connecter",
};

/** A required field's label ends with a star. */
const field = (page: Page, label: string) => page.getByRole("textbox", { name: new RegExp(`^${label}( \\*)?$`) });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const step = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });

async function checkBoth(page: Page, words: Words): Promise<void> {
  const { email, apiKey, apiId, apiToken } = keys();
  await field(page, words.account).fill(`https://${account}.gorgias.com/app`);
  await field(page, words.email).fill(email);
  await field(page, words.key).fill(` ${apiKey} `);
  await button(page, words.checkGorgias).click();
  await field(page, words.id).fill(apiId);
  await field(page, words.token).fill(apiToken);
  await button(page, words.checkAircall).click();
}

async function call(): Promise<void> {
  const { phone } = world.it.sandbox.aircall;
  const line = phone.state.companies.find(({ id }) => id === company)?.lines[0]?.id ?? 0;
  await phone.stories.answered({ company, line, from: "+33612345678" });
  await world.it.settle();
}

describe("the set-up page", { timeout: 400_000 }, () => {
  it("N1 N3: leads from the printed link to the first ticket and into the console", async () => {
    const page = await visit(await printedLink());
    await button(page, EN.open).click();
    await page.waitForURL(`${world.it.url}/connect`);
    await step(page, "1. Address").getByText(`Aircall can reach ${world.it.url}.`).waitFor();
    await takePicture(page, "connect-open");
    expect(await violationsOn(page)).toEqual([]);
    await checkBoth(page, EN);
    await page.getByText(/is an admin of keys-/).waitFor();
    await page.getByText("a webhook is allowed, and 2 numbers were found").waitFor();
    await page.getByRole("checkbox", { name: /Sales UK/ }).uncheck();
    await page.getByLabel("Language of tickets and notes").selectOption("fr");
    await takePicture(page, "connect-checked");
    await button(page, EN.connect).click();
    await page.getByText("Waiting for the first call").waitFor();
    const { webhooks } = world.it.sandbox.aircall.phone.state.companies.find(({ id }) => id === company) ?? {};
    expect(webhooks).toMatchObject([{ active: true }]);
    await call();
    await page.getByText(/The call of \+33 ?6 ?12 ?34 ?56 ?78 is ticket \d+/).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await takePicture(page, "connect-done");
    const [ticket] = world.it.sandbox.gorgias.desk.account(account).tickets.all();
    expect(ticket?.subject).toBe("Appel entrant\u00a0: +33 6 12 34 56 78");
    await page.getByRole("link", { name: "Open the console" }).click();
    await page.waitForURL(`${world.it.url}/`);
    await page.goto(`${world.it.url}/numbers`);
    await page.getByRole("checkbox", { name: /Support FR/, checked: true }).waitFor();
    expect(await page.getByRole("checkbox", { name: /Sales UK/ }).isChecked()).toBe(false);
    // What the admin does is theirs, by name.
    await page.goto(`${world.it.url}/audit`);
    await page.getByText("Signed in with a Gorgias API key").waitFor();
  });

  it("says of each mistake what is wrong at its field, and checks again", async () => {
    const page = await visit(await printedLink());
    await button(page, EN.open).click();
    await button(page, EN.checkGorgias).click();
    expect(await page.getByText("Fill this in.").count()).toBe(3);
    const { email, apiKey, apiId } = keys();
    await field(page, EN.account).fill("not an account");
    await field(page, EN.email).fill(email);
    await field(page, EN.key).fill("wrong");
    await button(page, EN.checkGorgias).click();
    await page.getByText('"not an account" is not a Gorgias account.').waitFor();
    await field(page, EN.account).fill(account);
    await button(page, EN.checkGorgias).click();
    await page.getByText(`Gorgias ${account} rejects the e-mail ${email} with this API key.`).waitFor();
    await field(page, EN.id).fill(apiId);
    await field(page, EN.token).fill("wrong");
    await button(page, EN.checkAircall).click();
    await page.getByText("Aircall rejects the API id with this API token.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await takePicture(page, "connect-mistakes");
    await page.emulateMedia({ colorScheme: "dark" });
    await takePicture(page, "connect-mistakes-dark");
    expect(await violationsOn(page)).toEqual([]);
    const user = world.it.sandbox.gorgias.desk.account(account).users.by("email", email)[0];
    await field(page, EN.key).fill(apiKey);
    await button(page, EN.checkGorgias).click();
    await page.getByText(/is an admin of keys-/).waitFor();
    // A change takes the check back.
    await field(page, EN.key).fill(`${apiKey}x`);
    await button(page, EN.checkGorgias).waitFor();
    expect(user).toBeDefined();
    expect(await world.it.services.database.query("select 1 from connections")).toEqual([]);
  });

  it("is in French, and fits a phone", async () => {
    const page = await visit(await printedLink(), { locale: "fr-FR", viewport: { width: 390, height: 844 } });
    await takePicture(page, "link-fr-390");
    await button(page, FR.open).click();
    await checkBoth(page, FR);
    await page.getByText("2 numéros ont été trouvés").waitFor();
    await takePicture(page, "connect-fr-390");
    const overflow = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    expect(overflow).toBe(false);
    expect(await violationsOn(page)).toEqual([]);
    await button(page, FR.connect).click();
    await page.getByText("En attente du premier appel").waitFor();
    await call();
    await page.getByText(/est le ticket \d+/).waitFor();
    await takePicture(page, "connect-done-fr-390");
  });
});

describe("access to it", { timeout: 300_000 }, () => {
  const ask = (path: string, body?: unknown, visitor = plainBrowser()) =>
    visitor.fetch(`${world.it.url}/api${path}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  const tokenOf = (link: string) => link.slice(link.indexOf("#") + 1);

  it("N2: needs the link, on each of its routes", async () => {
    const { email, apiKey, apiId, apiToken } = keys();
    const gorgias = { account, email, key: apiKey };
    const aircall = { id: apiId, token: apiToken };
    const all: [string, unknown?][] = [
      ["/set-up"],
      ["/set-up/gorgias", gorgias],
      ["/set-up/aircall", aircall],
      ["/set-up/address", {}],
      ["/set-up/connect", { gorgias, aircall, numbers: [], language: "en" }],
    ];
    for (const [path, body] of all) {
      const answer = await ask(path, body);
      expect([path, answer.status, await answer.json()]).toMatchObject([
        path,
        401,
        { error: { code: "set_up_closed" } },
      ]);
    }
    const page = await visit(`${world.it.url}/connect`);
    await page.getByText("This page opens with a one-time link only").waitFor();
    await takePicture(page, "connect-closed");
    expect(await violationsOn(page)).toEqual([]);
  });

  it("N2: the link works once, in one browser, for an hour, and is stored as a hash", async () => {
    const token = tokenOf(await printedLink());
    expect(JSON.stringify(await world.it.services.database.query("select * from one_time_links"))).not.toContain(token);
    const answers = await Promise.all([ask("/sign-in/link", { token }), ask("/sign-in/link", { token })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await ask("/sign-in/link", { token })).status).toBe(410);
    const late = tokenOf(await printedLink());
    world.it.clock.advance(61 * 60_000);
    expect((await ask("/sign-in/link", { token: late })).status).toBe(410);
    const page = await visit(`${world.it.url}/link#${late}`);
    await button(page, EN.open).click();
    await page.getByText("This link has been used or is too old.").waitFor();
    expect(page.url()).toBe(`${world.it.url}/link`);
    await takePicture(page, "link-spent");
    expect(await violationsOn(page)).toEqual([]);
  });

  it("N2: the browser that the link admitted connects one account, within the hour", async () => {
    const visitor = plainBrowser();
    await ask("/sign-in/link", { token: tokenOf(await printedLink()) }, visitor);
    expect((await ask("/set-up", undefined, visitor)).status).toBe(200);
    const { email, apiKey, apiId, apiToken } = keys();
    const typed = {
      gorgias: { account, email, key: apiKey },
      aircall: { id: apiId, token: apiToken },
      numbers: [],
      language: "en",
    };
    expect((await ask("/set-up/connect", typed, visitor)).status).toBe(201);
    expect((await ask("/set-up", undefined, visitor)).status).toBe(401);
    const other = plainBrowser();
    const link = await world.it.services.installing.makeLink(null);
    await ask("/sign-in/link", { token: tokenOf(link.url) }, other);
    world.it.clock.advance(61 * 60_000);
    expect((await ask("/set-up", undefined, other)).status).toBe(401);
  });
});

describe("signing in to a connection with API keys", { timeout: 300_000 }, () => {
  async function connect(): Promise<string> {
    const { email, apiKey, apiId, apiToken } = keys();
    await runCommand(world.it.services, "connection add", {
      account,
      gorgias: { kind: "basic", user: email, password: apiKey },
      aircall: { kind: "basic", user: apiId, password: apiToken },
      lines: "all",
    });
    return account;
  }

  it("N2: by the link that `console-link` prints, as the operator, who stays signed in without a Gorgias user", async () => {
    await connect();
    const { url } = (await runCommand(world.it.services, "console link", { account })) as { url: string };
    const page = await visit(url);
    await button(page, EN.open).click();
    await page.waitForURL(`${world.it.url}/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    // Longer than Gorgias' last answer about an admin is valid.
    world.it.clock.advance(60 * 60_000);
    await page.goto(`${world.it.url}/numbers`);
    await page.getByRole("checkbox", { name: /Sales UK/ }).uncheck();
    await page.getByRole("button", { name: /^save/i }).click();
    await page.goto(`${world.it.url}/audit`);
    for (const text of ["One-time link to the console made", "Signed in with a one-time link", "Sales UK"])
      await page.getByText(text).first().waitFor();
    await takePicture(page, "audit-of-operator");
    const rows = await world.it.services.database.query("select distinct actor_kind as kind from audit");
    expect(rows).toEqual([{ kind: "operator" }]);
  });

  it("N2: by the e-mail and the key of a Gorgias admin, and only while they are one", async () => {
    await connect();
    const page = await visit(`${world.it.url}/activity`);
    await field(page, EN.account).waitFor();
    await takePicture(page, "sign-in-key");
    expect(await violationsOn(page)).toEqual([]);
    const { email, apiKey } = keys();
    await field(page, EN.account).fill(`${account}.gorgias.com`);
    await field(page, "E-mail of the admin").fill(email);
    await field(page, EN.key).fill("wrong");
    await button(page, "Sign in").click();
    await page.getByText("Gorgias rejects this e-mail with this API key, or the account is not connected").waitFor();
    await takePicture(page, "sign-in-key-rejected");
    await field(page, EN.key).fill(apiKey);
    await button(page, "Sign in").click();
    await page.getByRole("link", { name: "Overview", exact: true }).waitFor();
    const user = world.it.sandbox.gorgias.desk.account(account).users.by("email", email)[0];
    if (!user) throw new Error("no admin");
    world.it.sandbox.gorgias.desk.updateUser(account, user.id, { role: "agent" });
    world.it.clock.advance(16 * 60_000);
    await page.goto(`${world.it.url}/numbers`);
    await field(page, EN.account).waitFor();
  });

  it("L6: puts a new key in the place of one that was revoked, in the console", async () => {
    await connect();
    const { url } = (await runCommand(world.it.services, "console link", { account })) as { url: string };
    const page = await visit(url);
    await button(page, EN.open).click();
    await page.waitForURL(`${world.it.url}/`);
    await page.goto(`${world.it.url}/setup`);
    await page.getByRole("link", { name: "Replace the Gorgias key" }).click();
    await page.waitForURL(`${world.it.url}/keys`);
    const gorgias = world.it.sandbox.gorgias.desk.account(account);
    await field(page, EN.email).fill(gorgias.email);
    await field(page, EN.key).fill("wrong");
    await button(page, "Replace the Gorgias key").click();
    await page.getByText(`Gorgias ${account} rejects the e-mail`).waitFor();
    await takePicture(page, "keys");
    expect(await violationsOn(page)).toEqual([]);
    await field(page, EN.key).fill(gorgias.apiKey);
    await button(page, "Replace the Gorgias key").click();
    await page.getByText("The new Gorgias key is in use.").first().waitFor();
    const rows = await world.it.services.database.query("select subject from audit where action = 'keys_replaced'");
    expect(rows).toEqual([{ subject: "gorgias" }]);
  });

  it("N2: does not reveal which accounts are connected, and stops guessing", async () => {
    await connect();
    const typed = { account, email: "x@y.example", key: "wrong" };
    const signIn = async (body: object) => {
      const answer = await fetch(`${world.it.url}/api/sign-in/key`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    };
    const rejected = await signIn(typed);
    expect(rejected.status).toBe(401);
    expect(await signIn({ ...typed, account: "not-connected" })).toEqual(rejected);
    for (let i = 1; i < 10; i += 1) await signIn(typed);
    const before = world.it.sandbox.gorgias.desk.requests(account).length;
    const { email, apiKey } = keys();
    expect((await signIn({ account, email, key: apiKey })).status).toBe(429);
    expect(world.it.sandbox.gorgias.desk.requests(account)).toHaveLength(before);
    world.it.clock.advance(16 * 60_000);
    expect((await signIn({ account, email, key: apiKey })).status).toBe(200);
  });

  it("N2: takes no request that a foreign page could send", async () => {
    await connect();
    const { email, apiKey } = keys();
    const answer = await fetch(`${world.it.url}/api/sign-in/key`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: JSON.stringify({ account, email, key: apiKey }),
    });
    expect([answer.status >= 400, answer.headers.get("set-cookie")]).toEqual([true, null]);
  });

  it("prints a link for each such connection at the start, and for none that Gorgias signs in", async () => {
    await connect();
    const lines = await accessLinks(world.it.services);
    expect(lines).toEqual([
      expect.stringContaining(`Console of ${account} (the link works once, for 15 minutes): http`),
    ]);
    expect(lines[0]).toContain("/link#");
    const { services } = world.it;
    const flows = {} as NonNullable<typeof services.installing.flows>;
    expect(await accessLinks({ ...services, installing: { ...services.installing, flows } })).toEqual([]);
    expect(await accessLinks({ ...services, config: { ...services.config, role: "worker" } })).toEqual([]);
    for (let n = 0; n < 3; n += 1) await world.it.openShop();
    const ofMany = await accessLinks(services);
    expect(ofMany.map((line) => line.split(" ", 2).join(" "))).toEqual([
      ...Array<string>(3).fill("Console of"),
      "For others:",
    ]);
  });
});
