// The body of a control, checked. None at all counts as `{}`, so that a bare curl works.
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { ControlError } from "../../core/control-error.ts";
import type { ControlDialect } from "../../core/controls.ts";
import { readParam } from "../api/query.ts";

/** Controls answer 200, with what they show under its name. */
export const dialect: ControlDialect = {
  prefix: "/_sandbox",
  parse,
  refuse: (message) => new ControlError(400, message),
  show: (name, value) => ({ [name]: value }),
  created: 200,
  deleted: 200,
};

/** Parses the body. A body that does not fit is refused with a sentence that names the mistake. */
export function readBody<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  return parse(schema, request.body);
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new ControlError(400, z.prettifyError(parsed.error));
}

/** The `:id` of the path. */
export function readId(request: FastifyRequest): number {
  return Number(readParam(request, "id"));
}
