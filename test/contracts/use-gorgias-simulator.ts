/** The Gorgias simulator with the Gorgias client: one server per test file, one account per test. */
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { TicketAction } from "../../sandbox/gorgias/desk-actions.ts";
import type { SettingsPatch } from "../../sandbox/gorgias/settings.ts";
import { startGorgiasSimulator, type GorgiasSimulator } from "../../sandbox/gorgias/start.ts";
import type { HelpDesk, NoteDraft, TextDraft, TicketDraft } from "../../src/domain/ports/help-desk.ts";
import type { AccountDeps, AccountIdentity } from "../../src/gorgias/account.ts";
import { openGorgias } from "../../src/gorgias/help-desk.ts";
import type { Feedback } from "../../src/rate-limit/port.ts";
import { manualClock } from "../helpers/manual-clock.ts";

/** Seeded in every account. */
export const ADMIN = 8802;
export const AGENT = 8803;
export const BOT = 8801;

export interface Shop {
  account: string;
  /** Our client. */
  desk: HelpDesk;
  deps: AccountDeps;
  identity: AccountIdentity & { authorization: string };
  /** What answers said of the rate limit. */
  feedback: Feedback[];
  /** Everything in the account, in the vendor's shapes. */
  seen(): Seen;
  requests(): string[];
  addCustomer(name: string, ...phones: string[]): number;
  addTags(count: number, nameOf?: (n: number) => string): void;
  act(ticketId: number, action: TicketAction, into?: number): void;
  /** A ticket with one note, for a new customer. */
  openTicket(more?: DraftParts): Promise<number>;
  /** Breaks the next requests whose path begins so. `times` 0 breaks all. */
  fail(fault: Fault, path?: string, times?: number): void;
  setUp(settings: SettingsPatch): void;
}

type Fault = Parameters<GorgiasSimulator["faults"]["add"]>[0]["fault"];

/** The parts of the vendor's answers that these tests look at. */
interface Seen {
  customers: { id: number; name: string; email: string | null; external_id: string | null; channels: SeenChannel[] }[];
  tickets: SeenTicket[];
  tags: { id: number; name: string }[];
  files: { name: string; contentType: string; size: number; sha256: string }[];
  outbox: unknown[];
}
type SeenChannel = { type: string; address: string; preferred: boolean };
interface SeenTicket {
  id: number;
  subject: string;
  status: string;
  channel: string;
  external_id: string | null;
  created_datetime: string;
  assignee_user: { id: number } | null;
  customer: { id: number };
  tags: { name: string }[];
  messages: SeenMessage[];
}
interface SeenMessage {
  id: number;
  external_id: string | null;
  channel: string;
  public: boolean;
  from_agent: boolean;
  sender: { id: number };
  body_text: string;
  body_html: string;
  sent_datetime: string | null;
  created_datetime: string;
  attachments: { url: string; name: string; size: number | null }[] | null;
}

/** After each test, no message may have been sent to a customer. */
export function useGorgiasSimulator() {
  const clock = manualClock();
  let simulator: GorgiasSimulator | undefined;
  const the = (): GorgiasSimulator => {
    if (!simulator) throw new Error("the Gorgias simulator has not started yet");
    return simulator;
  };

  beforeAll(async () => {
    const rateLimit = { enabled: false, limit: 80, keyLimit: 80, windowSeconds: 40 };
    simulator = await startGorgiasSimulator({ now: clock.now, seed: false, settings: { rateLimit } });
  });
  afterEach(() => {
    the().faults.clear();
    for (const { account } of the().desk.accounts()) expect(the().desk.outbox(account)).toEqual([]);
  });
  afterAll(() => simulator?.close());

  return {
    clock,
    get simulator() {
      return the();
    },
    open: (settings: SettingsPatch = {}) => openShop(the(), clock.now, settings),
  };
}

let accounts = 0;

function openShop(simulator: GorgiasSimulator, now: () => number, settings: SettingsPatch): Shop {
  accounts += 1;
  const { account, email, apiKey } = simulator.desk.createAccount({ account: `shop-${accounts}` });
  simulator.desk.patchSettings(settings, account);
  const feedback: Feedback[] = [];
  const deps: AccountDeps = {
    fetch,
    clock: now,
    rateLimiter: {
      acquire: async () => undefined,
      report: async (_connection, _vendor, answer) => void feedback.push(answer),
    },
    gorgiasUrl: `${simulator.url}/{account}`,
  };
  const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString("base64")}`;
  const identity = { connectionId: account, account, authorization, priority: "live call" };
  const desk = openGorgias(deps, identity);
  const { desk: panel } = simulator;
  const addCustomer = (name: string, ...phones: string[]) =>
    panel.addCustomer(account, { name, channels: phones.map((address) => ({ type: "phone", address })) }).id;
  return {
    account,
    desk,
    deps,
    identity,
    feedback,
    addCustomer,
    seen: () => panel.state(account) as Seen,
    requests: () => panel.requests(account).map(({ method, path }) => `${method} ${path}`),
    addTags(count, nameOf = (n) => `Tag ${n}`) {
      for (let n = 0; n < count; n += 1) panel.addTag(account, { name: nameOf(n) });
    },
    act: (ticketId, action, into) => panel.actOnTicket(account, ticketId, action, into),
    async openTicket(more = {}) {
      const customerId = more.customerId ?? addCustomer("Ada Byron");
      return (await desk.tickets.open(ticketDraft({ ...more, customerId }))).ticketId;
    },
    fail: (fault, path = "", times = 1) => simulator.faults.add({ fault, path: `^/${account}/api${path}`, times }),
    setUp: (patch) => void panel.patchSettings(patch, account),
  };
}

/** Monday, 2 March 2026, 8 o'clock, in Unix seconds. */
export const AT = Date.UTC(2026, 2, 2, 8) / 1000;

export function noteDraft(more: Partial<NoteDraft> = {}): NoteDraft {
  const text = "Call answered";
  return { externalId: "call-1:answered", html: `<b>${text}</b>`, text, authorId: AGENT, at: AT, files: [], ...more };
}

/** A draft with these notes, then these messages. With a list of messages, even an empty one, it is a ticket of messages. */
export interface DraftParts extends Partial<Omit<TicketDraft, "messages" | "channel">> {
  notes?: readonly NoteDraft[];
  texts?: readonly TextDraft[];
}

export function ticketDraft(parts: DraftParts & { customerId: number }): TicketDraft {
  const { notes = [noteDraft()], texts, ...more } = parts;
  return {
    externalId: "call-1",
    subject: "Inbound call: Ada Byron",
    assigneeId: AGENT,
    tags: [],
    channel: texts ? "sms" : "phone",
    messages: [
      ...notes.map((draft) => ({ kind: "note" as const, draft })),
      ...(texts ?? []).map((draft) => ({ kind: "text" as const, draft })),
    ],
    createdAt: AT,
    ...more,
  };
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("it should have been rejected"),
    (error: unknown) => error,
  );
}
