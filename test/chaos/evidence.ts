/** Everything that speaks for or against the service in the end: both little vendors' own memory, the ledger of deliveries, the database. */
import type { Delivery } from "../../sandbox/aircall/delivery-desk.ts";
import type { Sandbox } from "../../sandbox/start.ts";
import type { Shop } from "../helpers/shop.ts";
import type { ChaosDatabase } from "./database.ts";
import type { FrontDoor } from "./front-door.ts";

interface KeptRow extends Record<string, unknown> {
  connectionId: string;
  webhookKey: string;
  digest: string;
  subject: string | null;
  event: string;
  outcome: string | null;
}

interface WriteRow extends Record<string, unknown> {
  connectionId: string;
  subject: string;
  round: number;
  key: string;
  state: string;
  outcome: unknown;
  intendedAt: Date;
  settledAt: Date | null;
}

interface SubjectRow extends Record<string, unknown> {
  connectionId: string;
  subject: string;
  state: string;
  reason: string | null;
  attempts: number;
  ticketId: number | null;
}

type Messages = Sandbox["aircall"]["phone"]["state"]["messages"];
type PhoneMessage = Messages extends Map<string, infer M> ? M : never;

export interface Evidence {
  sandbox: Sandbox;
  shops: readonly Shop[];
  ledger: FrontDoor["ledger"];
  kept: KeptRow[];
  writes: WriteRow[];
  subjects: SubjectRow[];
  unfinishedJobs: Record<string, unknown>[];
  deliveries: readonly Delivery[];
  calls(shop: Shop): ReturnType<Sandbox["aircall"]["phone"]["find"]>[];
  texts(shop: Shop): PhoneMessage[];
  /** Asks the database; the rest is looked at as it is. */
  read(): Promise<void>;
}

export interface Violation {
  what: string;
  shop?: Shop;
  call?: number;
  text?: string;
}

interface Ground {
  sandbox: Sandbox;
  door: FrontDoor;
  database: ChaosDatabase;
  shops: readonly Shop[];
}

export function gather({ sandbox, door, database, shops }: Ground): Evidence {
  const { phone } = sandbox.aircall;
  return {
    sandbox,
    shops,
    ledger: door.ledger,
    kept: [],
    writes: [],
    subjects: [],
    unfinishedJobs: [],
    deliveries: phone.deliveries.log,
    calls: ({ company }) => [...phone.state.calls.values()].filter(({ companyId }) => companyId === company),
    texts: ({ company }) => [...phone.state.messages.values()].filter(({ companyId }) => companyId === company),
    async read() {
      this.kept = await database.query<KeptRow>(
        `select d.connection_id as "connectionId", c.webhook_key as "webhookKey", d.digest, d.subject, d.event, d.outcome
         from deliveries d join connections c on c.id = d.connection_id order by d.id`,
      );
      this.writes = await database.query<WriteRow>(
        `select connection_id as "connectionId", subject, round, key, state, outcome, intended_at as "intendedAt",
           settled_at as "settledAt" from writes order by intended_at`,
      );
      this.subjects = await database.query<SubjectRow>(
        `select connection_id as "connectionId", subject, state, reason, attempts, ticket_id as "ticketId" from subjects`,
      );
      this.unfinishedJobs = await database.query(
        `select name, state::text, data from pgboss.job where name in ('card', 'turn', 'file', 'media', 'care')
         and state in ('created', 'retry', 'active')`,
      );
    },
  };
}
