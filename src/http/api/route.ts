/** The dependencies and the type of an admin API route. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Person } from "../../domain/call/call.ts";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { AdminStores } from "../../domain/ports/admin.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";

/** The user of a session, and the one connection that it gives access to. */
export interface SignedIn {
  connectionId: string;
  account: string;
  user: { name: string | null; email: string | null };
  csrfToken: string;
}

/** Stops or starts a connection. `by` names the person for the audit log. */
type ConnectionAct = (connectionId: string, by: string) => Promise<unknown>;

export interface AdminApiDeps {
  /** Null without a valid session. */
  findSession(request: FastifyRequest): Promise<SignedIn | null>;
  /** Checks with Gorgias that the user is still an admin (N2). If left out, every change is allowed. */
  mayChange?(request: FastifyRequest): Promise<"yes" | "no" | "unknown">;
  /** Ends the session and clears its cookie. The route sends the answer. */
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  admin: AdminStores;
  connections: Pick<ConnectionStore, "selectLines">;
  connection: { deactivate: ConnectionAct; reactivate: ConnectionAct; disconnect: ConnectionAct };
  /**
   * Reads the lines from Aircall and saves new ones. By id, whether each is linked, or null if Aircall does not tell.
   */
  lines: { refresh(connectionId: string): Promise<Record<string, boolean> | null> };
  /** The users of Aircall. */
  companyUsers(connectionId: string): Promise<Person[]>;
  helpDeskUsers(connectionId: string): Promise<HelpDeskUser[]>;
  /** False if no connection has this account. */
  replay(account: string, activityId: string, by: string): Promise<boolean>;
  gorgiasTicketUrl(account: string, ticketId: number): string;
  clock: Clock;
  /** The sandbox posts alerts to this machine. */
  allowLoopback?: boolean;
}

/** The server under /api. Schemas check its requests and shape its answers. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Adds one route. */
export type Route = (server: ApiServer, deps: AdminApiDeps) => void;
