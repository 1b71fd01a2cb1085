// The body of a control, checked; none at all counts as `{}` so that a bare curl works.
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { readParam } from "../api/query.ts";
import { ControlError } from "../errors.ts";

/** Parses the body; what does not fit is refused with a sentence that names it. */
export function readBody<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.infer<Schema> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  throw new ControlError(400, z.prettifyError(parsed.error));
}

/** The `:id` of the path. */
export function readId(request: FastifyRequest): number {
  return Number(readParam(request, "id"));
}
