/** /api/connection/keys: replaces the API keys of a connection, checked at once (L6). */
import { z } from "zod";
import { aircallCredential, gorgiasCredential } from "../../connections/sign-in/set-up.ts";
import { aircallKeySchema, keySchema } from "../access/access-schemas.ts";
import { sendAccessProblem } from "../access/send-access-problem.ts";
import { problemSchema } from "../problem.ts";
import { personOf, signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

/** The account stays, so it is not given. */
export const newKeysSchema = z
  .strictObject({
    gorgias: keySchema.omit({ account: true }).optional(),
    aircall: aircallKeySchema.optional(),
  })
  .meta({ id: "NewKeys" });

const keysReplacedSchema = z
  .object({
    /** The sides whose key was replaced. */
    vendors: z.array(z.enum(["gorgias", "aircall"])),
    status: z.enum(["installing", "active", "deactivated"]),
  })
  .meta({ id: "ReplacedKeys" });

export const replaceConnectionKeys: Route = (server, { connection }) => {
  const schema = {
    operationId: "replaceConnectionKeys",
    tags: ["Connection"],
    summary: "Replace API keys",
    body: newKeysSchema,
    response: { 200: keysReplacedSchema, "4xx": problemSchema, 502: problemSchema },
  };
  server.put("/connection/keys", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const { gorgias, aircall } = request.body;
    const replaced = await connection.replaceKeys({
      account: signedIn.account,
      gorgias: gorgias && gorgiasCredential(gorgias),
      aircall: aircall && aircallCredential(aircall),
      by: personOf(signedIn),
    });
    if (replaced.kind === "refused") return sendAccessProblem(request, reply, replaced.problem);
    return { vendors: replaced.vendors, status: replaced.status };
  });
};
