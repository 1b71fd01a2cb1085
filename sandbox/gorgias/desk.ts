// The whole Gorgias simulator in memory, and everything that its control panel can do; tests may call it directly.
import { type Account, createAccount } from "./account.ts";
import { accountActions, type AccountActions } from "./desk-actions.ts";
import { type AppInput, type Apps, createApps } from "./oauth/apps.ts";
import { createTokenSigner } from "./oauth/token-signer.ts";
import { seedCustomers, seedUsers } from "./seed-account.ts";
import { type GorgiasSettings, resolveSettings, type SettingsPatch } from "./settings.ts";
import { refuse } from "./vendor-error.ts";

interface NewAccount {
  account: string;
  /** Default `ada.admin@{domain}`: the admin whose key it is. */
  email?: string | undefined;
  /** Where the account's users have their e-mail; default `{account}.example`. */
  domain?: string | undefined;
  apiKey?: string | undefined;
}

interface Credentials {
  account: string;
  email: string;
  apiKey: string;
}

export interface Desk extends AccountActions {
  /** Undefined for an unknown name. */
  find(account: string): Account | undefined;
  /** Throws a VendorError 404 for an unknown name. */
  account(account: string): Account;
  accounts(): Credentials[];
  createAccount(wanted: NewAccount): Credentials;
  /** Of one account, or what new accounts get. */
  settings(account?: string): GorgiasSettings;
  patchSettings(patch: SettingsPatch, account?: string): GorgiasSettings;
  /** The apps that the partner portal knows, for every account. */
  readonly apps: Apps;
  /** Back to the start: accounts, settings, apps, seed. */
  reset(): void;
}

export interface DeskOptions {
  now: () => number;
  /** Scheme, host and port, known once the server listens. */
  origin: () => string;
  settings: SettingsPatch;
  seed: boolean;
  /** The name of the seeded account. */
  account: string;
  /** Apps that are there from the start. */
  apps?: readonly AppInput[] | undefined;
}

const firstAccountId = 4101;

export function createDesk(options: DeskOptions): Desk {
  const { now, origin, settings: startSettings, seed, account: seeded, apps: startApps = [] } = options;
  const accounts = new Map<string, Account>();
  const apps = createApps(startApps);
  let signer = createTokenSigner();
  let globalPatch: SettingsPatch = {};

  function get(name: string): Account {
    const account = accounts.get(name);
    if (account === undefined) throw refuse.notFound();
    return account;
  }
  const resolve = (patch: SettingsPatch) => resolveSettings(startSettings, globalPatch, patch);

  function create({ account: name, email, apiKey, domain = `${name}.example` }: NewAccount): Credentials {
    if (accounts.has(name)) throw refuse.exists();
    if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) throw refuse.invalid("Not a subdomain", { account: [name] });
    const account = createAccount({
      id: firstAccountId + accounts.size,
      name,
      origin,
      email: email ?? `ada.admin@${domain}`,
      apiKey,
      settings: resolve({}),
      signer,
      now,
    });
    accounts.set(name, account);
    seedUsers(account, domain);
    return describe(account);
  }

  function start(): void {
    accounts.clear();
    globalPatch = {};
    apps.reset();
    // Tokens of before mean nothing to what comes now.
    signer = createTokenSigner();
    if (!seed) return;
    // The seeded company at the Aircall simulator has the same people.
    create({ account: seeded, domain: "acme.example" });
    seedCustomers(get(seeded));
  }

  start();
  return {
    find: (name) => accounts.get(name),
    account: get,
    accounts: () => [...accounts.values()].map(describe),
    createAccount: create,
    settings: (name) => (name === undefined ? resolve({}) : get(name).settings),
    patchSettings(patch, name) {
      if (name !== undefined) return patchAccount(get(name), patch, resolve);
      const merged = mergePatches(globalPatch, patch);
      const settings = resolveSettings(startSettings, merged);
      globalPatch = merged;
      for (const account of accounts.values()) account.settings = resolve(account.patch);
      return settings;
    },
    ...accountActions(get),
    apps,
    reset: start,
  };
}

function patchAccount(account: Account, patch: SettingsPatch, resolve: (patch: SettingsPatch) => GorgiasSettings) {
  const merged = mergePatches(account.patch, patch);
  account.settings = resolve(merged);
  account.patch = merged;
  return account.settings;
}

function mergePatches(held: SettingsPatch, patch: SettingsPatch): SettingsPatch {
  const merged = { ...held, ...patch };
  return patch.rateLimit === undefined ? merged : { ...merged, rateLimit: { ...held.rateLimit, ...patch.rateLimit } };
}

function describe({ name, email, apiKey }: Account): Credentials {
  return { account: name, email, apiKey };
}
