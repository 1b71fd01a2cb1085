/** What the checks compare in the end: the state of both simulators, the ledger of deliveries, the database. */
import type { AircallDelivery } from "../../sandbox/aircall/deliveries.ts";
import type { Message } from "../../sandbox/aircall/messages/message.ts";
import type { Sandbox } from "../../sandbox/start.ts";
import type { Shop } from "../helpers/shop.ts";
import type { ChaosDatabase } from "./database.ts";
import type { DeliveryProxy } from "./delivery-proxy.ts";
import { idText } from "../../src/storage/activity/activity-id.ts";

interface StoredRow extends Record<string, unknown> {
  connectionId: string;
  webhookKey: string;
  digest: string;
  activityId: string | null;
  event: string;
  outcome: string | null;
}

interface WriteRow extends Record<string, unknown> {
  connectionId: string;
  activityId: string;
  generation: number;
  key: string;
  state: string;
  intent: { tags?: string[] } | null;
  outcome: unknown;
  intendedAt: Date;
  completedAt: Date | null;
}

interface ActivityRow extends Record<string, unknown> {
  connectionId: string;
  activityId: string;
  state: string;
  reason: string | null;
  attempts: number;
  ticketId: number | null;
}

export interface FinalState {
  sandbox: Sandbox;
  shops: readonly Shop[];
  ledger: DeliveryProxy["ledger"];
  stored: StoredRow[];
  writes: WriteRow[];
  records: ActivityRow[];
  unfinishedWork: Record<string, unknown>[];
  deliveries: readonly AircallDelivery[];
  /** What agents changed in Gorgias, as `account/id`: the checks that presume an untouched ticket leave it out. */
  changed: { calls: ReadonlySet<string>; customers: ReadonlySet<string> };
  /** A vendor was away for longer than a message waits for its files (M9). */
  longOutages: boolean;
  calls(shop: Shop): ReturnType<Sandbox["aircall"]["phone"]["find"]>[];
  messages(shop: Shop): Message[];
  /** Queries the database. The rest is read where it is. */
  read(): Promise<void>;
}

export interface Violation {
  what: string;
  shop?: Shop;
  call?: number;
  message?: string;
}

interface Setup {
  sandbox: Sandbox;
  endpoint: Pick<DeliveryProxy, "ledger">;
  database: Pick<ChaosDatabase, "query">;
  shops: readonly Shop[];
  /** Left out: the deliveries that the simulator still remembers. */
  deliveries?: readonly AircallDelivery[];
  changed?: FinalState["changed"];
  longOutages?: boolean;
}

export function trackState({
  sandbox,
  endpoint,
  database,
  shops,
  deliveries,
  changed,
  longOutages = false,
}: Setup): FinalState {
  const { phone } = sandbox.aircall;
  return {
    sandbox,
    shops,
    ledger: endpoint.ledger,
    stored: [],
    writes: [],
    records: [],
    unfinishedWork: [],
    deliveries: deliveries ?? phone.deliveries.log,
    changed: changed ?? { calls: new Set(), customers: new Set() },
    longOutages,
    calls: ({ company }) => phone.state.calls.all().filter(({ companyId }) => companyId === company),
    messages: ({ company }) => phone.state.messages.all().filter(({ companyId }) => companyId === company),
    async read() {
      this.stored = await database.query<StoredRow>(
        `select d.connection_id as "connectionId", c.webhook_key as "webhookKey", d.digest, ${idText("d")} as "activityId", d.event, d.outcome
         from deliveries d join connections c on c.id = d.connection_id order by d.id`,
      );
      this.writes = await database.query<WriteRow>(
        `select connection_id as "connectionId", ${idText("w")} as "activityId", generation, key, state, intent, outcome,
           intended_at as "intendedAt", completed_at as "completedAt" from writes w order by intended_at`,
      );
      this.records = await database.query<ActivityRow>(
        `select connection_id as "connectionId", ${idText("a")} as "activityId", state, reason, attempts, ticket_id as "ticketId"
         from activity a`,
      );
      this.unfinishedWork = await database.query(
        `select kind, ref, part, attempts, lease, due_at from work_items
         where leased_until > now() or attempts > 0 and due_at is not null`,
      );
    },
  };
}
