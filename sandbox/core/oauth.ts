// The parts of OAuth that both vendors share: apps and their secrets, the first checks of a request, codes, the decision.
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { isWebAddress } from "./forms.ts";

export interface Client {
  clientId: string;
  clientSecret: string;
}

export const webAddress = z.string().refine(isWebAddress, "Not a web address.");

/** Id and secret of a new app, made up where they are left out. */
export function clientOf(given: { [Part in keyof Client]?: string | undefined }, idBytes: number): Client {
  return {
    clientId: given.clientId ?? randomBytes(idBytes).toString("hex"),
    clientSecret: given.clientSecret ?? randomBytes(32).toString("hex"),
  };
}

/** Compares secrets in constant time. */
export function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function makeCode(): string {
  return randomBytes(24).toString("base64url");
}

export type CheckedRequest<Request> =
  | { outcome: "ask"; request: Request }
  /** For the person: the address cannot be trusted with an answer. */
  | { outcome: "page"; problem: string }
  | { outcome: "redirect"; address: string };

/** The app that asks, or why the person sees a page instead. */
export function checkClient<App>(
  params: URLSearchParams,
  names: readonly string[],
  find: (clientId: string) => App | undefined,
): { app: App } | { outcome: "page"; problem: string } {
  const repeated = names.find((name) => params.getAll(name).length > 1);
  if (repeated !== undefined) return { outcome: "page", problem: `${repeated} was sent more than once.` };
  const app = find(params.get("client_id") ?? "");
  return app === undefined ? { outcome: "page", problem: "client_id names no app that we know." } : { app };
}

/** The parameters that the consent page hands on to its own form. */
export function presentParams<Name extends string>(
  names: readonly Name[],
  values: Record<Name, string | null>,
): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const value = values[name];
    return value === null ? [] : [[name, value]];
  });
}

/** What each outcome of an authorization leads to. */
export interface Decision<Request, Person> {
  /** Undefined when no person is logged in. */
  person: Person | undefined;
  /** `ask`, `approve` or `deny`. */
  wanted: string | null;
  ask(request: Request, person: Person): FastifyReply;
  approve(request: Request, person: Person): FastifyReply;
  deny(request: Request): FastifyReply;
  problem(status: number, problem: string): FastifyReply;
}

export function decide<Request, Person>(
  reply: FastifyReply,
  checked: CheckedRequest<Request>,
  { person, wanted, ask, approve, deny, problem }: Decision<Request, Person>,
): FastifyReply {
  if (checked.outcome === "page") return problem(400, checked.problem);
  if (checked.outcome === "redirect") return reply.redirect(checked.address);
  if (person === undefined) return problem(400, "No user is logged in who could decide.");
  const { request } = checked;
  if (wanted === "ask") return ask(request, person);
  if (wanted === "approve") return approve(request, person);
  if (wanted === "deny") return deny(request);
  return problem(400, "decision is neither approve nor deny.");
}
