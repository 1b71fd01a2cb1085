/** GET /api/session — who is signed in. */
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { problemSchema, sessionSchema } from "./schemas.ts";

export const showSession: Route = (server) => {
  const schema = { summary: "Who is signed in", response: { 200: sessionSchema, "4xx": problemSchema } };
  server.get("/session", { schema }, async (request) => {
    const { user, account, csrfToken } = signedInOf(request);
    return { user, account, csrfToken, language: languageOf(request) };
  });
};
