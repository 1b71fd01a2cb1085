// Insight cards: a few lines an app shows to the agents of a live call (contract 7).
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import type { Call } from "../entities.ts";
import { refuse } from "../errors.ts";
import { readSeconds, type Exchange } from "../exchange.ts";
import type { AircallSettings } from "../settings.ts";
import { isAllowedUrl } from "../allowed-url.ts";
import { credentialOf } from "./credentials.ts";
import { findOwnCall } from "./calls.ts";

const text = z.string().min(1);
const content = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("title"), text, link: z.string().optional() }),
  z.looseObject({ type: z.literal("shortText"), label: z.string().optional(), text, link: z.string().optional() }),
  z.looseObject({ type: z.literal("user"), label: z.string().optional(), user_id: z.int() }),
]);
const card = z.object({ contents: z.array(content).min(1) });

export function routeInsightCards(api: FastifyInstance, exchange: Exchange): void {
  api.post("/v1/calls/:id/insight_cards", async (request, reply) => {
    const call = findOwnCall(exchange, request);
    const { integration } = credentialOf(request);
    refuseUntimely(exchange, request, call);
    const contents = readContents(exchange.settings, request);
    // Cards add up and never replace each other (assumed).
    call.cards.push({ contents, postedAt: readSeconds(exchange), integrationName: integration?.name ?? null });
    return reply.code(201).send();
  });
}

function refuseUntimely(exchange: Exchange, request: FastifyRequest, call: Call): void {
  const { integration } = credentialOf(request);
  const { cardAfterEndStatus, cardUnlinkedStatus, linkedOnly } = exchange.settings;
  if (call.status === "done") throw refuse(cardAfterEndStatus, "The call is over");
  if (linkedOnly && integration !== null && !integration.lineIds.includes(call.lineId)) {
    throw refuse(cardUnlinkedStatus, "The number is not linked to the integration");
  }
}

function readContents(settings: AircallSettings, request: FastifyRequest): Record<string, unknown>[] {
  const bytes = Number(request.headers["content-length"] ?? Buffer.byteLength(JSON.stringify(request.body ?? "")));
  if (bytes >= settings.cardMaxBytes) throw refuse(400, "An insight card must stay under 10 KB");
  const parsed = card.safeParse(request.body);
  if (!parsed.success) throw refuse(400, z.prettifyError(parsed.error));
  for (const one of parsed.data.contents) {
    if (one.type !== "user" && one.link !== undefined && !isAllowedUrl(one.link, settings.cardLinks)) {
      throw refuse(400, "Links of a card must be HTTPS");
    }
    if (one.type === "user" && credentialOf(request).company.users.every((user) => user.id !== one.user_id)) {
      throw refuse(400, `User ${one.user_id} does not exist`);
    }
  }
  return parsed.data.contents;
}
