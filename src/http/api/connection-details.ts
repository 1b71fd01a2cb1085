/** GET /api/connection/details: who authorised what, the webhook's health, and what was heard and written last. */
import { z } from "zod";
import type { ConnectionDetails } from "../../domain/ports/connection-details.ts";
import type { FeedState } from "../../domain/ports/customer-feed.ts";
import type { ConnectionState } from "../../domain/ports/admin.ts";
import { activityIdOf } from "../../domain/activity/work-item.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, Route } from "./route.ts";

const sideSchema = z.object({
  /** How this side lets us in. Null if it is not connected. */
  access: z.enum(["oauth", "keys"]).nullable(),
  authorisedBy: z.string().nullable(),
  authorisedAt: z.iso.datetime().nullable(),
  /** What the authorisation covers. Null for API keys, which may do all that their owner may. */
  scopes: z.array(z.string()).nullable(),
});

export const connectionDetailsSchema = z
  .object({
    gorgias: sideSchema,
    aircall: sideSchema,
    /**
     * Whether changes of customers in Gorgias are followed by its events. `off`: an admin may allow it. `refused`:
     * Gorgias does not answer, which is tried again daily. `readAt`: when events were last read.
     */
    customerChanges: z.object({ state: z.enum(["followed", "off", "refused"]), readAt: z.iso.datetime().nullable() }),
    webhook: z.enum(["on", "off", "missing", "none"]),
    lastDelivery: z.object({ at: z.iso.datetime(), event: z.string() }).nullable(),
    /** Of the call or conversation that changed last among those with a ticket. `id` is that of its activity. */
    latestTicket: z
      .object({ id: z.string(), ticketId: z.number(), ticketUrl: z.string(), at: z.iso.datetime() })
      .nullable(),
  })
  .meta({ id: "ConnectionDetails" });

export type ConnectionDetailsAnswer = z.infer<typeof connectionDetailsSchema>;

export const showConnectionDetails: Route = (server, deps) => {
  const schema = {
    operationId: "getConnectionDetails",
    tags: ["Connection"],
    summary: "Get who authorised the connection and what it heard last",
    response: { 200: connectionDetailsSchema, "4xx": problemSchema },
  };
  server.get("/connection/details", { schema }, async (request, reply) => {
    const { connectionId } = signedInOf(request);
    const [state, details, feed] = await Promise.all([
      deps.admin.connections.status(connectionId),
      deps.admin.details.details(connectionId),
      deps.admin.feed.state(connectionId),
    ]);
    if (!state || !details) {
      return reply.code(404).send(problem("not_connected", apiTranslations[languageOf(request)].problems.notConnected));
    }
    return describe(deps, { state, details, feed, ...(await sidesOf(deps, connectionId, state)) });
  });
};

interface Sides {
  gorgias: Side;
  aircall: Side;
}

type Side = { access: "oauth" | "keys" | null; scopes: string[] | null };

async function sidesOf({ accessOf }: AdminApiDeps, connectionId: string, state: ConnectionState): Promise<Sides> {
  const none: Side = { access: null, scopes: null };
  const [gorgias, aircall] = await Promise.all([
    state.gorgiasJoined ? accessOf(connectionId, "gorgias") : none,
    state.aircallJoined ? accessOf(connectionId, "aircall") : none,
  ]);
  return { gorgias, aircall };
}

interface Shown {
  state: ConnectionState;
  details: ConnectionDetails;
  feed: FeedState;
}

function changesOf({ allowed, readUntil, refusedAt }: FeedState, { access }: Side) {
  const readAt = readUntil === null ? null : new Date(readUntil).toISOString();
  if (refusedAt !== null) return { state: "refused" as const, readAt };
  return { state: allowed || access === "keys" ? ("followed" as const) : ("off" as const), readAt };
}

function describe(
  { gorgiasTicketUrl }: Pick<AdminApiDeps, "gorgiasTicketUrl">,
  { state, details, feed, gorgias, aircall }: Sides & Shown,
): ConnectionDetailsAnswer {
  const { lastDelivery, latestTicket: ticket, webhook } = details;
  return {
    gorgias: { ...gorgias, ...whoAllowed(state.joinedGorgias) },
    aircall: { ...aircall, ...whoAllowed(state.joinedAircall) },
    customerChanges: changesOf(feed, gorgias),
    webhook,
    lastDelivery: lastDelivery && { event: lastDelivery.event, at: lastDelivery.at.toISOString() },
    latestTicket: ticket && {
      id: activityIdOf(ticket),
      ticketId: ticket.ticketId,
      ticketUrl: gorgiasTicketUrl(state.account, ticket.ticketId),
      at: ticket.at.toISOString(),
    },
  };
}

function whoAllowed(joined: { by: string | null; at: Date | null } | null) {
  return { authorisedBy: joined?.by ?? null, authorisedAt: joined?.at?.toISOString() ?? null };
}
