// One call of the API: method, path, what it accepts, what it does; unknown keys are refused (contract 3 and 11.2).
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Account } from "./account.ts";
import type { Credential } from "./model.ts";
import { refuse } from "./vendor-error.ts";

type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Answer {
  status: number;
  /** Left out: an empty body. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** What an endpoint is given; `params` are the path's ids. */
export interface Call<Query = unknown, Body = unknown> {
  account: Account;
  credential: Credential;
  params: Record<string, string>;
  query: Query;
  body: Body;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface Endpoint {
  method: Method;
  /** Below `/{account}/api`. */
  path: string;
  run(call: Call): Promise<Answer>;
}

interface EndpointSpec<Query extends z.ZodType, Body extends z.ZodType> {
  method: Method;
  path: string;
  /** The message of a 400. */
  failure?: string;
  query?: Query;
  body?: Body;
  handle(call: Call<z.output<Query>, z.output<Body>>): Answer | Promise<Answer>;
}

const emptyQuery = z.strictObject({});

export function defineEndpoint<Query extends z.ZodType = typeof emptyQuery, Body extends z.ZodType = z.ZodUnknown>(
  spec: EndpointSpec<Query, Body>,
): Endpoint {
  const failure = spec.failure ?? "Invalid request";
  return {
    method: spec.method,
    path: spec.path,
    async run(call) {
      // A missing schema means "nothing" for the query and "unread" for the body; TypeScript cannot tie either to its default.
      const query = check(spec.query ?? emptyQuery, call.query, failure) as z.output<Query>;
      const body = (spec.body === undefined ? undefined : check(spec.body, call.body ?? {}, failure)) as z.output<Body>;
      return spec.handle({ ...call, query, body });
    },
  };
}

/** Parses with a schema or refuses with `error.data` by field; nested fields are written `messages.0.channel`. */
export function check<Schema extends z.ZodType>(schema: Schema, input: unknown, failure: string): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const data: Record<string, string[]> = {};
  const add = (path: PropertyKey[], message: string) => {
    (data[path.map(String).join(".") || "_schema"] ??= []).push(message);
  };
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) add([...issue.path, key], "Unknown field.");
    else add(issue.path, isMissing(input, issue.path) ? "Missing data for required field." : issue.message);
  }
  throw refuse.invalid(failure, data);
}

function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return false;
    value = Reflect.get(value, key);
  }
  return value === undefined;
}

/** An id in the path; anything but a whole number names nothing. */
export function readId(call: Call, name = "id"): number {
  const text = call.params[name] ?? "";
  if (!/^\d{1,15}$/.test(text)) throw refuse.notFound();
  return Number(text);
}
