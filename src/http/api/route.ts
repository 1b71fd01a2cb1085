/** What every route of the admin API is given, and what one is. */
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
import type { Person } from "../../domain/call.ts";
import type { DeskUser } from "../../domain/people.ts";
import type { AdminStores } from "../../domain/ports/admin.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";

/** Whoever a session belongs to, and the one connection that it opens. */
export interface SignedIn {
  connectionId: string;
  account: string;
  user: { name: string | null; email: string | null };
  csrfToken: string;
}

/** Stops or starts a connection; `by` names the person who wants it. */
type ConnectionAct = (connectionId: string, by: string) => Promise<unknown>;

export interface AdminApiDeps {
  /** Null when nobody is signed in. */
  whoIs(request: FastifyRequest): Promise<SignedIn | null>;
  /** Asks Gorgias whether whoever is signed in is still an admin (N2). Left out: nobody has to be asked. */
  mayChange?(request: FastifyRequest): Promise<"yes" | "no" | "unknown">;
  /** Ends the session and its cookie; the answer is sent here. */
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  admin: AdminStores;
  connections: Pick<ConnectionStore, "selectLines">;
  connection: { deactivate: ConnectionAct; reactivate: ConnectionAct; disconnect: ConnectionAct };
  /** Reads the lines from Aircall and keeps new ones; by id whether each is linked, null where Aircall does not tell. */
  lines: { refresh(connectionId: string): Promise<Record<string, boolean> | null> };
  /** The users of Aircall. */
  companyUsers(connectionId: string): Promise<Person[]>;
  deskUsers(connectionId: string): Promise<DeskUser[]>;
  /** False when there is no such account. */
  replay(account: string, subject: string, by: string): Promise<boolean>;
  gorgiasTicketUrl(account: string, ticketId: number): string;
  clock: Clock;
  /** In the sandbox alerts may be posted to this machine. */
  allowLoopback?: boolean;
}

/** The part of the server behind /api, where schemas check requests and shape answers. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Adds one route. */
export type Route = (server: ApiServer, deps: AdminApiDeps) => void;
