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
import type { KeysReplaced, NewKeys } from "../../connections/access/replace-keys.ts";
import type { TokenScope } from "../../domain/connection/api-token.ts";
import type { Finding } from "../../connections/doctor/finding.ts";
import type { Vendor } from "../../domain/connection/connection.ts";
import type { MediaKind, Person } from "../../domain/call/call.ts";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { AdminStores } from "../../domain/ports/admin.ts";
import type { OpenedMedia } from "../../domain/ports/phone-system.ts";
import type { Links } from "../../domain/ports/links.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { WebhookStore } from "../../domain/ports/webhooks.ts";
import type { Clock } from "../../kit/clock.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** `session`: only a signed-in person may use the route. An API token may not. */
    access?: "session";
  }
}

/** The user of a session or an API token, and the one connection that it gives access to. */
export interface SignedIn {
  connectionId: string;
  account: string;
  user: { name: string | null; email: string | null };
  csrfToken: string;
  /** Instead of a user. */
  token?: { id: string; name: string; scope: TokenScope };
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
  webhooks: WebhookStore;
  connection: {
    deactivate: ConnectionAct;
    reactivate: ConnectionAct;
    disconnect: ConnectionAct;
    replaceKeys(keys: NewKeys): Promise<KeysReplaced>;
  };
  /**
   * Reads the lines from Aircall and saves new ones. By id, whether each is linked, or null if Aircall does not tell.
   */
  lines: { refresh(connectionId: string): Promise<Record<string, boolean> | null> };
  /** The users of Aircall. */
  companyUsers(connectionId: string): Promise<Person[]>;
  /** How a side lets us in, and what that covers. `scopes` null: all that the owner of the key may do. */
  accessOf(connectionId: string, vendor: Vendor): Promise<{ access: "oauth" | "keys" | null; scopes: string[] | null }>;
  /** Asks both vendors. Never rejects for a failed check. */
  examine(connectionId: string, account: string): Promise<{ company: string | null; findings: Finding[] }>;
  helpDeskUsers(connectionId: string): Promise<HelpDeskUser[]>;
  /** Opens the recording or voicemail of a call at Aircall. Null if Aircall has none. Rejects with a RequestError. */
  openRecording(connectionId: string, callId: string, kind: MediaKind, until: AbortSignal): Promise<OpenedMedia | null>;
  /** False if no connection has this account. */
  replay(account: string, activityId: string, by: string): Promise<boolean>;
  gorgiasTicketUrl(account: string, ticketId: number): string;
  /** Pages of the vendors for people to open. If left out, there are no links. */
  links?: Pick<Links, "call" | "customer">;
  clock: Clock;
  /** Requests per minute that a token may make. */
  tokenLimit?: number;
  /** Posts JSON to an address of an admin's choice. Rejects with a `PostError`. */
  postJson(url: string, body: unknown): Promise<void>;
  /** The service's public URL. */
  publicUrl: string;
  /** Pages of both simulators, in the sandbox. */
  simulators?: { phonePanel: string; helpDesk: string } | null;
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
