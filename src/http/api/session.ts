/** /api/session: shows the signed-in admin and signs out. */
import { z } from "zod";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const sessionSchema = z
  .object({
    user: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
    account: z.string(),
    /** Every write sends it as `x-csrf-token`. */
    csrfToken: z.string(),
    language: z.enum(["en", "fr"]),
    /** Pages of both simulators. Null outside the sandbox. */
    sandbox: z.object({ phonePanel: z.string(), helpDesk: z.string() }).nullable(),
  })
  .meta({ id: "Session" });

export type Session = z.infer<typeof sessionSchema>;

/** A token belongs to no person. */
const config = { access: "session" } as const;

export const showSession: Route = (server, { simulators }) => {
  const schema = {
    operationId: "getSession",
    tags: ["Session"],
    summary: "Get the signed-in person",
    response: { 200: sessionSchema, "4xx": problemSchema },
  };
  server.get("/session", { schema, config }, async (request) => {
    const { user, account, csrfToken } = signedInOf(request);
    const sandbox = simulators ? { phonePanel: simulators.phonePanel, helpDesk: simulators.helpDesk } : null;
    return { user, account, csrfToken, language: languageOf(request), sandbox };
  });
};

export const endSession: Route = (server, { signOut }) => {
  const schema = {
    operationId: "signOut",
    tags: ["Session"],
    summary: "Sign out",
    response: { 204: z.undefined(), "4xx": problemSchema },
  };
  server.delete("/session", { schema, config }, async (request, reply) => {
    await signOut(request, reply);
    return reply.code(204).send();
  });
};
