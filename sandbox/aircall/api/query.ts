// Reading query strings as the vendor does: unknown parameters and senseless values are ignored, never refused (contract 8.4).
import type { FastifyRequest } from "fastify";

export type Query = URLSearchParams;

export { readQueryOf as readQuery } from "../../core/forms.ts";

/** A whole number, or undefined when it is none. */
export function readNumber(query: Query, name: string): number | undefined {
  const text = query.get(name);
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

export function readFlag(query: Query, name: string): boolean {
  return query.get(name) === "true";
}

/** A path parameter; empty when the route has none of that name. */
export function readParam(request: FastifyRequest, name: string): string {
  const { params } = request;
  if (typeof params !== "object" || params === null) return "";
  return String(new Map<string, unknown>(Object.entries(params)).get(name) ?? "");
}
