/** /api/tokens: lists, creates and revokes API tokens. Only a signed-in person may, never a token. */
import { z } from "zod";
import { createToken, MOST_TOKENS } from "../../connections/change/create-token.ts";
import { TOKEN_SCOPES, type ApiToken } from "../../domain/connection/api-token.ts";
import { problem, problemSchema } from "../problem.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { tokenTexts } from "./token-texts.ts";

const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: z.enum(TOKEN_SCOPES).describe("`write` includes `read`."),
    prefix: z.string().describe("The first characters of the token. The rest is stored nowhere."),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable().describe("To the minute. Null before the first use."),
    expiresAt: z.iso.datetime().nullable().describe("Null where it does not expire."),
    expired: z.boolean(),
  })
  .meta({ id: "Token" });

export const tokensSchema = z.object({ tokens: z.array(tokenSchema) }).meta({ id: "Tokens" });

const createdTokenSchema = z
  .object({ token: tokenSchema, secret: z.string().describe("The token itself. It is shown only in this answer.") })
  .meta({ id: "CreatedToken" });

export const newTokenSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe("What uses it."),
    scope: z.enum(TOKEN_SCOPES),
    expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
  })
  .meta({ id: "NewToken" });

export const tokenParamsSchema = z.object({ id: z.string().max(100).describe("Id of the token.") });

export type TokenAnswer = z.infer<typeof tokenSchema>;
export type CreatedTokenAnswer = z.infer<typeof createdTokenSchema>;

/** A token must not be able to prolong its own life, or to make another. */
const config = { access: "session" } as const;
const tags = ["API tokens"];

export const listTokens: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "listTokens",
    tags,
    summary: "List API tokens",
    response: { 200: tokensSchema, "4xx": problemSchema },
  };
  server.get("/tokens", { schema, config }, async (request) => {
    const tokens = await admin.tokens.list(signedInOf(request).connectionId);
    return { tokens: tokens.map((token) => describeToken(token, clock())) };
  });
};

export const addToken: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "createToken",
    tags,
    summary: "Create an API token",
    body: newTokenSchema,
    response: { 201: createdTokenSchema, "4xx": problemSchema },
  };
  server.post("/tokens", { schema, config }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const change = { by: personOf(signedIn), now: clock() };
    const created = await createToken(admin, signedIn.connectionId, request.body, change);
    if (!created) {
      return reply.code(409).send(problem("too_many_tokens", tokenTexts[languageOf(request)].mostTokens(MOST_TOKENS)));
    }
    return reply.code(201).send({ token: describeToken(created.token, clock()), secret: created.secret });
  });
};

export const revokeToken: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "revokeToken",
    tags,
    summary: "Revoke an API token",
    params: tokenParamsSchema,
    response: { 204: z.undefined(), "4xx": problemSchema },
  };
  server.delete("/tokens/:id", { schema, config }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const change = { by: personOf(signedIn), now: clock() };
    const revoked = await admin.tokens.revoke(signedIn.connectionId, request.params.id, change);
    if (!revoked) return reply.code(404).send(problem("not_found", tokenTexts[languageOf(request)].noToken));
    return reply.code(204).send();
  });
};

function describeToken({ createdAt, lastUsedAt, expiresAt, ...token }: ApiToken, now: number): TokenAnswer {
  return {
    ...token,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    expired: expiresAt !== null && expiresAt.getTime() <= now,
  };
}
