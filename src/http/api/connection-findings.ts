/** GET /api/connection/findings: asks both vendors now, and tells what is well, what is not, and what to do. */
import { z } from "zod";
import { FINDING_CODES } from "../../connections/doctor/finding-fact.ts";
import { problemSchema } from "../problem.ts";
import { sayFinding } from "./finding-texts.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

const findingSchema = z.object({
  code: z.enum(FINDING_CODES),
  /** `note`: it works, but perhaps not as expected. */
  verdict: z.enum(["ok", "note", "wrong"]),
  /** In one sentence of the session's language, like the remedy. */
  what: z.string(),
  /** Null where nothing is to be done. */
  remedy: z.string().nullable(),
  /** The answer in the vendor's own words. */
  detail: z.string().nullable(),
});

export const connectionFindingsSchema = z
  .object({
    at: z.iso.datetime(),
    /** The name of the company in Aircall. Null if Aircall does not tell it now. */
    company: z.string().nullable(),
    findings: z.array(findingSchema),
  })
  .meta({ id: "ConnectionFindings" });

export type ConnectionFindingsAnswer = z.infer<typeof connectionFindingsSchema>;

export const showConnectionFindings: Route = (server, { examine, clock }) => {
  const schema = {
    operationId: "checkConnection",
    tags: ["Connection"],
    summary: "Check everything that the connection needs",
    response: { 200: connectionFindingsSchema, "4xx": problemSchema },
  };
  server.get("/connection/findings", { schema }, async (request) => {
    const { connectionId, account } = signedInOf(request);
    const language = languageOf(request);
    const { company, findings } = await examine(connectionId, account);
    return {
      at: new Date(clock()).toISOString(),
      company,
      findings: findings.flatMap(({ verdict, fact }) =>
        fact ? [{ code: fact.code, verdict, ...sayFinding(fact, language), detail: fact.detail ?? null }] : [],
      ),
    };
  });
};
