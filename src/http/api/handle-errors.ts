/** Answers faulty requests with a code and a sentence. Our own failures go to the server's handler, which logs them. */
import type { FastifyError } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { RequestError } from "../../kit/request-error.ts";
import { problem } from "../problem.ts";
import { apiTranslations, type ApiCatalogue } from "./api-translations.ts";
import { languageOf } from "./language-of.ts";
import type { ApiServer } from "./route.ts";

export function answerErrors(server: ApiServer): void {
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const { problems } = apiTranslations[languageOf(request)];
    if (error instanceof RequestError) return reply.code(502).send(problem("vendor_silent", problems.vendorSilent));
    if (hasZodFastifySchemaValidationErrors(error)) {
      const what = error.validation.map(({ instancePath, message }) => describeIssue(instancePath, message)).join("; ");
      return reply.code(400).send(problem("bad_request", problems.badRequest(what)));
    }
    const status = error.statusCode ?? 500;
    // The server's handler answers and logs it.
    if (status >= 500) throw error;
    const [code, message] = describeStatus(status, problems);
    return reply.code(status).send(problem(code, message));
  });
}

/** Turns `/selected/0` and its problem into `selected.0: …`. */
function describeIssue(path: string, message: string | undefined): string {
  const where = path.split("/").filter(Boolean).join(".");
  return where === "" ? (message ?? "?") : `${where}: ${message ?? "?"}`;
}

function describeStatus(status: number, problems: ApiCatalogue["problems"]): [code: string, message: string] {
  if (status === 413) return ["too_large", problems.tooLarge];
  return ["bad_request", problems.notJson];
}
