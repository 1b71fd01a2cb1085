/** One shop of a world: a Gorgias account joined to an Aircall company, with short methods for tests. */
import type { AircallSimulator } from "../../sandbox/aircall/start.ts";
import type { GorgiasSimulator } from "../../sandbox/gorgias/start.ts";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import type { ActivityDetail } from "../../src/domain/ports/activity.ts";
import { activityIdFrom } from "../../src/cli/activity-id-from.ts";
import type { Settings } from "../../src/domain/settings/settings.ts";
import type { Services } from "../../src/services.ts";
import type { ManualClock } from "./manual-clock.ts";

type Phone = AircallSimulator["phone"];
type Desk = GorgiasSimulator["desk"];

export interface ShopOptions {
  settings?: Partial<Settings>;
  /** Names of the lines to follow. All if left out. */
  lines?: readonly string[];
  /** Joins another Gorgias account to the same Aircall company, so that both receive the same calls. */
  sharing?: Shop;
}

export interface SeenNote {
  /** Names the call as well, unlike the key. */
  externalId: string | null;
  key: string;
  text: string;
  html: string;
  author: string;
  channel: string;
  fromAgent: boolean;
  /** ISO, as Gorgias shows it. */
  sentAt: string | null;
  createdAt: string;
  attachments: { name: string; url: string; size: number | null }[];
}

export interface SeenTicket {
  id: number;
  subject: string;
  status: string;
  channel: string;
  externalId: string | null;
  trashed: boolean;
  spam: boolean;
  assignee: string | null;
  customer: { id: number; name: string | null };
  tags: string[];
  notes: SeenNote[];
}

export interface Shop {
  account: string;
  connectionId: string;
  webhookUrl: string;
  company: number;
  lines: { fr: number; us: number; uk: number };
  /** `ada` is a Gorgias admin, `cleo` an agent, `nils` is not in Gorgias. */
  users: { ada: number; cleo: number; nils: number };
  phone: Phone;
  desk: Desk;
  /** A call on the first line by default. On return its deliveries are stored. */
  place(input?: Parameters<Phone["place"]>[0]): Promise<number>;
  settle(patienceMs?: number): Promise<void>;
  tickets(): SeenTicket[];
  /** The only ticket. Throws if there is none or more than one. */
  ticket(): SeenTicket;
  note(key: string): SeenNote;
  /** The messages of each ticket, oldest ticket first. */
  texts(): string[][];
  /** Requests to Gorgias since the last `forgetRequests`, as `GET /api/customers`. */
  requests(): string[];
  forgetRequests(): void;
  /** Caches users, tags and the caller's customer, as in a shop that has worked for a while. */
  warmUp(tags?: [string, ...string[]]): Promise<void>;
  activity(callId: string | number): Promise<ActivityDetail>;
  /** Posts bytes to the shop's webhook. */
  deliver(body: string | Uint8Array): Promise<Response>;
}

interface Surroundings {
  sandbox: { aircall: AircallSimulator; gorgias: GorgiasSimulator };
  services: Services;
  clock: ManualClock;
  url: string;
  settle(patienceMs?: number): Promise<void>;
}

const LINES = {
  fr: { name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR", timeZone: "Europe/Paris" },
  us: { name: "Support US", digits: "+1 202-555-0100", country: "US", timeZone: "America/New_York" },
  uk: { name: "Sales UK", digits: "+44 20 7946 0100", country: "GB", timeZone: "Europe/London" },
};

let shops = 0;

export async function openShop(world: Surroundings, { settings, lines: names, sharing }: ShopOptions): Promise<Shop> {
  shops += 1;
  const account = `shop-${shops}`;
  const { phone } = world.sandbox.aircall;
  const { desk } = world.sandbox.gorgias;
  const { email, apiKey } = desk.createAccount(
    sharing ? { account, email: `ada.admin@${sharing.account}.example` } : { account },
  );
  const { company: id, lines, users } = sharing ?? openCompany(phone, account);
  if (sharing) sameAgents(desk, sharing.account, account);
  const [key] = phone.state.companies.find((company) => company.id === id)?.apiKeys ?? [];
  if (!key) throw new Error("the company has no key");
  const { connections, installs, setup, ids, clock } = world.services;
  const wanted = Object.entries(LINES).filter(([, { name }]) => !names || names.includes(name));
  const added = await addConnection(
    {
      // Two accounts share a company only in tests, so that both receive the same calls.
      connections: sharing ? { ...connections, holderOfLines: async () => null } : connections,
      installs,
      setup,
      ids,
      clock,
      publicUrl: world.url,
    },
    {
      account,
      gorgias: { kind: "basic", user: email, password: apiKey },
      aircall: { kind: "basic", user: key.apiId, password: key.apiToken },
      lines: wanted.map(([short]) => String(lines[short as keyof typeof lines])),
      ...(settings ? { settings } : {}),
    },
  );
  if (added.kind === "refused") throw new Error(added.problem.code);
  desk.clearRequests(account);
  const shop: Shop = {
    account,
    connectionId: added.connectionId,
    webhookUrl: added.webhookUrl,
    company: id,
    lines,
    users,
    phone,
    desk,
    settle: world.settle,
    async place(input = {}) {
      const placed = await phone.place({ company: id, line: lines.fr, from: "+33612345678", ...input });
      return placed.call.id;
    },
    tickets: () => seenTickets(desk, account),
    ticket() {
      const [ticket, ...more] = shop.tickets();
      if (!ticket || more.length > 0) throw new Error(`${ticket ? more.length + 1 : 0} tickets, not one`);
      return ticket;
    },
    note(noteKey) {
      const found = shop.tickets().flatMap((ticket) => ticket.notes.filter((note) => note.key === noteKey));
      const [note] = found;
      if (!note || found.length > 1) throw new Error(`${found.length} notes "${noteKey}", not one`);
      return note;
    },
    texts: () => shop.tickets().map(({ notes }) => notes.flatMap((n) => (n.channel === "sms" ? [n.text] : []))),
    requests: () => desk.requests(account).map(({ method, path }) => `${method} ${path.replace(`/${account}`, "")}`),
    forgetRequests: () => desk.clearRequests(account),
    async warmUp(tags) {
      const story = { company: id, line: lines.fr, from: "+33612345678", user: users.ada };
      await phone.stories.answered(tags ? { ...story, tags } : story);
      await world.settle();
      for (const ticket of shop.tickets()) desk.actOnTicket(account, ticket.id, "delete");
      world.clock.advance(120_000);
      desk.clearRequests(account);
    },
    async activity(callId) {
      const detail = await world.services.activity.read(account, activityIdFrom(String(callId)));
      if (!detail) throw new Error(`no activity of call ${callId}`);
      return detail;
    },
    deliver: (body) =>
      fetch(added.webhookUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: body as string,
      }),
  };
  return shop;
}

function openCompany(phone: Phone, account: string): Pick<Shop, "company" | "lines" | "users"> {
  const { id } = phone.companies.add({ name: account });
  const user = (name: string, address: string) => phone.companies.addUser(id, { name, email: address }).id;
  // The case differs from Gorgias' on purpose (C4).
  const users = {
    ada: user("Ada Admin", `Ada.Admin@${account}.EXAMPLE`),
    cleo: user("Cleo Agent", `cleo.agent@${account}.example`),
    nils: user("Nils Nomatch", "nils@elsewhere.example"),
  };
  const line = (input: (typeof LINES)["fr"]) => phone.companies.addLine(id, input).id;
  const lines = { fr: line(LINES.fr), us: line(LINES.us), uk: line(LINES.uk) };
  for (const name of ["Refund", "Delivery"]) phone.companies.addTag(id, { name });
  phone.companies.addTeam(id, { name: "Billing", users: [users.cleo, users.ada] });
  return { company: id, lines, users };
}

function sameAgents(desk: Desk, from: string, to: string): void {
  for (const user of desk.account(to).users.all()) {
    const twin = desk
      .account(from)
      .users.all()
      .find(({ name }) => name === user.name);
    if (twin) desk.updateUser(to, user.id, { email: twin.email });
  }
}

interface ShownTicket {
  id: number;
  subject: string;
  status: string;
  channel: string;
  external_id: string | null;
  trashed_datetime: string | null;
  spam: boolean;
  assignee_user: { name: string } | null;
  /** Null for a deleted customer. */
  customer: { id: number; name: string | null } | null;
  tags: { name: string }[];
  messages: {
    external_id: string | null;
    body_text: string;
    body_html: string;
    channel: string;
    from_agent: boolean;
    sent_datetime: string | null;
    created_datetime: string;
    /** Null for a deleted user. */
    sender: { name: string } | null;
    attachments: SeenNote["attachments"] | null;
  }[];
}

export function seenTickets(desk: Desk, account: string): SeenTicket[] {
  const { tickets } = desk.state(account) as { tickets: ShownTicket[] };
  return tickets.map((ticket) => ({
    id: ticket.id,
    subject: ticket.subject,
    status: ticket.status,
    channel: ticket.channel,
    externalId: ticket.external_id,
    trashed: ticket.trashed_datetime !== null,
    spam: ticket.spam,
    assignee: ticket.assignee_user?.name ?? null,
    customer: { id: ticket.customer?.id ?? 0, name: ticket.customer?.name ?? null },
    tags: ticket.tags.map((tag) => tag.name).sort(),
    notes: ticket.messages.map((message) => ({
      externalId: message.external_id,
      key: message.external_id?.replace(/^aircall-(call-\d+(-\d+)?:)?/, "") ?? "",
      text: message.body_text,
      html: message.body_html,
      author: message.sender?.name ?? "",
      channel: message.channel,
      fromAgent: message.from_agent,
      sentAt: message.sent_datetime,
      createdAt: message.created_datetime,
      attachments: (message.attachments ?? []).map(({ name, url, size }) => ({ name, url, size })),
    })),
  }));
}
