/** DELETE /api/session — signs out. */
import { z } from "zod";
import type { Route } from "./route.ts";
import { problemSchema } from "./schemas.ts";

export const endSession: Route = (server, { signOut }) => {
  const schema = { summary: "Signs out", response: { 204: z.undefined(), "4xx": problemSchema } };
  server.delete("/session", { schema }, async (request, reply) => {
    await signOut(request, reply);
    return reply.code(204).send();
  });
};
