/** Agents who work in Gorgias meanwhile, and what they changed. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { Shop } from "../helpers/shop.ts";
import type { Fault } from "./history.ts";

type Act = Extract<Fault, { kind: "agent" }>;

export interface Agents {
  /** Returns what was done, null where there was nothing to do it to. */
  act(shop: Shop, act: Act): string | null;
  /** As `account/id`. What only gets a tag or another name counts as unchanged. */
  readonly changed: { tickets: Set<string>; calls: Set<string>; customers: Set<string> };
  /** Tags that agents put on tickets and did not take away, as `account/id` to names. */
  readonly tags: Map<string, Set<string>>;
  /** What agents took out of the trash or of spam, as `account/id`. Its call may have another ticket by then. */
  readonly restored: Set<string>;
  /** When an agent last closed a ticket, as `account/id` to epoch ms. */
  readonly closedAt: Map<string, number>;
}

/** After these, a ticket takes nothing more, or has to be opened. */
const ENDING: ReadonlySet<Act["act"]> = new Set(["close", "trash", "spam", "merge", "delete"]);
const JUST_WRITTEN_MS = 30_000;
/** Agents look at recent tickets, most of all at the latest. */
const RECENT = 40;

export function openAgents({ gorgias, aircall }: Sandbox, now: () => number): Agents {
  const changed = { tickets: new Set<string>(), calls: new Set<string>(), customers: new Set<string>() };
  const tags: Agents["tags"] = new Map();
  const closedAt: Agents["closedAt"] = new Map();
  const restored: Agents["restored"] = new Set();
  const { desk } = gorgias;
  /** People talk, or wrote a moment ago. */
  const isUnderWay = ({ externalId, updatedAt }: { externalId: string | null; updatedAt: number }): boolean => {
    if (externalId?.startsWith("aircall-text-")) return now() - updatedAt < JUST_WRITTEN_MS;
    return aircall.phone.state.calls.get(Number(/^aircall-call-(\d+)/.exec(externalId ?? "")?.[1]))?.endedAt === null;
  };
  return {
    changed,
    tags,
    closedAt,
    restored,
    act({ account }, { act, pick }) {
      const all = desk.account(account).tickets.all().slice(-RECENT).toReversed();
      // What comes after it has to find another ticket, or to open this one.
      const live = ENDING.has(act) ? all.filter(isUnderWay) : [];
      const ticket = live[Math.floor(pick * live.length)] ?? all[Math.floor(pick ** 3 * all.length)];
      if (!ticket) return null;
      const key = `${account}/${ticket.id}`;
      const change = (customerId: number | null, ...ids: number[]) => {
        for (const id of ids) {
          changed.tickets.add(`${account}/${id}`);
          const externalId = desk.account(account).tickets.get(id)?.externalId ?? "";
          const call = /^aircall-call-(\d+)/.exec(externalId)?.[1];
          if (call) changed.calls.add(`${account}/${call}`);
        }
        if (customerId !== null) changed.customers.add(`${account}/${customerId}`);
      };
      switch (act) {
        case "tag": {
          const tag = desk.account(account).tags.by("name", "VIP")[0] ?? desk.addTag(account, { name: "VIP" });
          ticket.tagIds = [...new Set([...ticket.tagIds, tag.id])];
          tags.set(key, (tags.get(key) ?? new Set()).add(tag.name));
          desk.account(account).tickets.put(ticket);
          return `an agent tags ticket ${ticket.id}`;
        }
        case "untag":
          ticket.tagIds = ticket.tagIds.slice(1);
          desk.account(account).tickets.put(ticket);
          tags.delete(key);
          change(ticket.customerId, ticket.id);
          return `an agent takes a tag off ticket ${ticket.id}`;
        case "rename": {
          const customer = desk.account(account).customers.get(ticket.customerId ?? 0);
          if (!customer) return null;
          customer.name = `Renamed ${customer.id}`;
          customer.updatedAt = desk.account(account).now();
          return `an agent renames customer ${customer.id}`;
        }
        case "merge": {
          const into = all.find(({ id, customerId }) => id !== ticket.id && customerId === ticket.customerId);
          if (!into) return null;
          change(ticket.customerId, ticket.id, into.id);
          desk.actOnTicket(account, ticket.id, act, into.id);
          return `an agent merges ticket ${ticket.id} into ${into.id}`;
        }
        default:
          change(ticket.customerId, ticket.id);
          if (act === "restore" || act === "unspam") restored.add(key);
          if (act === "close") closedAt.set(key, desk.account(account).now());
          desk.actOnTicket(account, ticket.id, act);
          return `an agent does "${act}" to ticket ${ticket.id}`;
      }
    },
  };
}
