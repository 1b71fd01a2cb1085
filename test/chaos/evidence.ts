/** Everything that speaks for or against the service in the end: both simulators' own memory, the ledger of deliveries, the database. */
import type { AircallDelivery } from "../../sandbox/aircall/deliveries.ts";
import type { Message } from "../../sandbox/aircall/messages/message.ts";
import type { Sandbox } from "../../sandbox/start.ts";
import type { Shop } from "../helpers/shop.ts";
import type { ChaosDatabase } from "./database.ts";
import type { FrontDoor } from "./front-door.ts";
import { idText } from "../../src/storage/activity/activity-id.ts";

interface KeptRow extends Record<string, unknown> {
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
  outcome: unknown;
  intendedAt: Date;
  settledAt: Date | null;
}

interface ActivityRow extends Record<string, unknown> {
  connectionId: string;
  activityId: string;
  state: string;
  reason: string | null;
  attempts: number;
  ticketId: number | null;
}

export interface Evidence {
  sandbox: Sandbox;
  shops: readonly Shop[];
  ledger: FrontDoor["ledger"];
  kept: KeptRow[];
  writes: WriteRow[];
  records: ActivityRow[];
  unfinishedWork: Record<string, unknown>[];
  deliveries: readonly AircallDelivery[];
  calls(shop: Shop): ReturnType<Sandbox["aircall"]["phone"]["find"]>[];
  texts(shop: Shop): Message[];
  /** Asks the database; the rest is looked at as it is. */
  read(): Promise<void>;
}

export interface Violation {
  what: string;
  shop?: Shop;
  call?: number;
  text?: string;
}

interface Foundation {
  sandbox: Sandbox;
  endpoint: FrontDoor;
  database: ChaosDatabase;
  shops: readonly Shop[];
}

export function gather({ sandbox, endpoint, database, shops }: Foundation): Evidence {
  const { phone } = sandbox.aircall;
  return {
    sandbox,
    shops,
    ledger: endpoint.ledger,
    kept: [],
    writes: [],
    records: [],
    unfinishedWork: [],
    deliveries: phone.deliveries.log,
    calls: ({ company }) => phone.state.calls.all().filter(({ companyId }) => companyId === company),
    texts: ({ company }) => phone.state.messages.all().filter(({ companyId }) => companyId === company),
    async read() {
      this.kept = await database.query<KeptRow>(
        `select d.connection_id as "connectionId", c.webhook_key as "webhookKey", d.digest, ${idText("d")} as "activityId", d.event, d.outcome
         from deliveries d join connections c on c.id = d.connection_id order by d.id`,
      );
      this.writes = await database.query<WriteRow>(
        `select connection_id as "connectionId", ${idText("w")} as "activityId", generation, key, state, outcome,
           intended_at as "intendedAt", completed_at as "settledAt" from writes w order by intended_at`,
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
