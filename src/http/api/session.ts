/** /api/session: shows the signed-in admin and signs out. */
import { z } from "zod";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const sessionSchema = z.object({
  user: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
  account: z.string(),
  /** Every write sends it as `x-csrf-token`. */
  csrfToken: z.string(),
  language: z.enum(["en", "fr"]),
});

export type Session = z.infer<typeof sessionSchema>;

export const showSession: Route = (server) => {
  const schema = { summary: "Who is signed in", response: { 200: sessionSchema, "4xx": problemSchema } };
  server.get("/session", { schema }, async (request) => {
    const { user, account, csrfToken } = signedInOf(request);
    return { user, account, csrfToken, language: languageOf(request) };
  });
};

export const endSession: Route = (server, { signOut }) => {
  const schema = { summary: "Signs out", response: { 204: z.undefined(), "4xx": problemSchema } };
  server.delete("/session", { schema }, async (request, reply) => {
    await signOut(request, reply);
    return reply.code(204).send();
  });
};
