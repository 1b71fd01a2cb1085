// Who is asking: API key (Basic) or app token (Bearer), checked as the gateway does (contract 1.2, 8.2).
import type { FastifyRequest } from "fastify";
import type { Company, Integration } from "../entities.ts";
import { refuseAtGateway } from "../errors.ts";
import type { Exchange } from "../exchange.ts";

export interface Credential {
  kind: "basic" | "bearer";
  company: Company;
  /** The app behind a bearer token; null with an API key. */
  integration: Integration | null;
}

const known = new WeakMap<FastifyRequest, Credential>();

/** Checks the header and remembers the answer for this request. 401 only when the header is missing, else 403. */
export function checkCredential(exchange: Exchange, request: FastifyRequest): Credential {
  const header = request.headers.authorization;
  if (header === undefined || header === "") throw refuseAtGateway(401, "Unauthorized");
  const credential = readHeader(exchange, header);
  if (credential === undefined) throw refuseAtGateway(403, "Forbidden");
  known.set(request, credential);
  return credential;
}

/** The credential of a request that passed the gate. */
export function credentialOf(request: FastifyRequest): Credential {
  const credential = known.get(request);
  if (credential === undefined) throw refuseAtGateway(401, "Unauthorized");
  return credential;
}

function readHeader(exchange: Exchange, header: string): Credential | undefined {
  const [scheme = "", value = ""] = header.split(" ");
  if (scheme.toLowerCase() === "bearer") return findToken(exchange, value);
  return scheme.toLowerCase() === "basic" ? findKey(exchange, value) : undefined;
}

function findKey(exchange: Exchange, encoded: string): Credential | undefined {
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const owns = (company: Company) =>
    company.apiKeys.some((key) => !key.revoked && `${key.apiId}:${key.apiToken}` === pair);
  const company = exchange.state.companies.find((one) => owns(one));
  return company && { kind: "basic", company, integration: null };
}

function findToken(exchange: Exchange, token: string): Credential | undefined {
  for (const company of exchange.state.companies) {
    const integration = company.integrations.find((one) => one.token === token && !one.revoked);
    if (integration !== undefined) return { kind: "bearer", company, integration };
  }
  return undefined;
}
