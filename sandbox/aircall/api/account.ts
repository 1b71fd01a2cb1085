// Probe, company, lines, users, teams and the installed app (contract 1.2, 1.5, 9.1 to 9.3).
import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  describeIntegration,
  describeLine,
  describeTeam,
  describeUser,
  describeUserV1,
} from "../describe-resources.ts";
import type { Company, Integration, User } from "../entities.ts";
import { refuse, refuseAtGateway, refuseUnknown } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { credentialOf } from "./credentials.ts";
import { paginate } from "./paginate.ts";
import { readParam, readQuery } from "./query.ts";

export function routeAccount(api: FastifyInstance, exchange: Exchange): void {
  api.get("/v1/ping", async () => ({ ping: "pong" }));
  api.get("/v1/company", async (request) => {
    const { company } = credentialOf(request);
    // No id here: it is told only by /v1/integrations/me (contract 1.2).
    return { company: { name: company.name, users_count: company.users.length, numbers_count: company.lines.length } };
  });
  routeLinesAndTeams(api, exchange);
  routeUsers(api, exchange);
  routeIntegration(api, exchange);
}

function routeLinesAndTeams(api: FastifyInstance, exchange: Exchange): void {
  api.get("/v1/numbers", async (request) => {
    const { company } = credentialOf(request);
    return paginate(exchange, request, company.lines, (line) => describeLine(exchange, company, line), {
      key: "numbers",
    });
  });
  api.get("/v1/numbers/:id", async (request) => {
    const { company } = credentialOf(request);
    const line = company.lines.find((one) => String(one.id) === readParam(request, "id"));
    if (line === undefined) throw refuseUnknown("Number");
    return { number: describeLine(exchange, company, line) };
  });
  api.get("/v1/teams", async (request) => {
    const { company } = credentialOf(request);
    return paginate(exchange, request, company.teams, (team) => describeTeam(exchange, company, team), {
      key: "teams",
    });
  });
  api.get("/v1/teams/:id", async (request) => {
    const { company } = credentialOf(request);
    const team = company.teams.find((one) => String(one.id) === readParam(request, "id"));
    if (team === undefined) throw refuseUnknown("Team");
    return { team: describeTeam(exchange, company, team) };
  });
}

function routeUsers(api: FastifyInstance, exchange: Exchange): void {
  const versions = [
    { path: "/v2/users", describe: describeUser },
    // Deprecated, and still answering until the vendor withdraws it (contract 9.1).
    { path: "/v1/users", describe: describeUserV1 },
  ];
  for (const { path, describe } of versions) {
    api.get(path, async (request) => {
      const { company } = credentialOf(request);
      return paginate(exchange, request, sortUsers(request, company), (user) => describe(exchange, company, user), {
        key: "users",
      });
    });
    api.get(`${path}/:id`, async (request) => {
      const { company } = credentialOf(request);
      return { user: describe(exchange, company, findUserByKey(company, readParam(request, "id"))) };
    });
  }
  api.get("/v2/users/:id/numbers", async (request) => {
    const { company } = credentialOf(request);
    const user = findUserByKey(company, readParam(request, "id"));
    const lines = company.lines.filter((line) => line.userIds.includes(user.id));
    const describe = (line: (typeof lines)[number]) => ({
      ...describeLine(exchange, company, line),
      flow_editor_enabled: true,
    });
    return paginate(exchange, request, lines, describe, { key: "numbers" });
  });
}

function routeIntegration(api: FastifyInstance, exchange: Exchange): void {
  const installed = (request: FastifyRequest): { company: Company; integration: Integration } => {
    const { company, integration } = credentialOf(request);
    if (integration !== null) return { company, integration };
    const { basicIntegrationStatus: status } = exchange.settings;
    throw status === 403
      ? refuseAtGateway(403, "Forbidden")
      : refuse(status, "Only an installed app has an integration");
  };
  api.get("/v1/integrations/me", async (request) => {
    const { company, integration } = installed(request);
    return { integration: describeIntegration(company, integration) };
  });
  for (const [verb, active] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    api.post(`/v1/integrations/${verb}`, async (request, reply) => {
      const { integration } = installed(request);
      integration.active = active;
      integration.status = active ? "installed" : "disabled";
      return reply.code(204).send();
    });
  }
}

function sortUsers(request: FastifyRequest, company: Company): User[] {
  return readQuery(request).get("order") === "desc" ? company.users.toReversed() : company.users;
}

/** By numeric id or by e-mail. */
function findUserByKey(company: Company, key: string): User {
  const user = company.users.find((one) => String(one.id) === key || one.email.toLowerCase() === key.toLowerCase());
  if (user === undefined) throw refuseUnknown("User");
  return user;
}
