// Reading calls: one, a list by time, a search (contract 4.4).
import type { FastifyInstance, FastifyRequest } from "fastify";
import { compactDigits } from "../digits.ts";
import { describeCall } from "../describe-call.ts";
import type { Call, Company } from "../entities.ts";
import { refuseUnknown } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { credentialOf } from "./credentials.ts";
import { paginate } from "./paginate.ts";
import { readFlag, readNumber, readParam, readQuery, type Query } from "./query.ts";

export function routeCalls(api: FastifyInstance, exchange: Exchange): void {
  api.get("/v1/calls", async (request) => {
    return listCalls(exchange, request, () => true);
  });
  api.get("/v1/calls/search", async (request) => {
    const query = readQuery(request);
    const { company } = credentialOf(request);
    return listCalls(exchange, request, (call) => matchesSearch(company, call, query));
  });
  api.get("/v1/calls/:id", async (request) => {
    return { call: readCall(exchange, request, findOwnCall(exchange, request)) };
  });
}

/** The call the path names, if it belongs to the company that asks. */
export function findOwnCall(exchange: Exchange, request: FastifyRequest): Call {
  const call = exchange.state.calls.get(Number(readParam(request, "id")));
  if (call === undefined || call.companyId !== credentialOf(request).company.id) throw refuseUnknown("Call");
  return call;
}

/** The call as JSON, with the optional parts the query asks for. */
export function readCall(exchange: Exchange, request: FastifyRequest, call: Call): Record<string, unknown> {
  const query = readQuery(request);
  return describeCall(exchange, call, {
    contact: readFlag(query, "fetch_contact"),
    shortUrls: readFlag(query, "fetch_short_urls"),
    timeline:
      readFlag(query, "fetch_call_timeline") && call.startedAt >= monthsAgo(exchange, exchange.settings.timelineMonths),
  });
}

function listCalls(
  exchange: Exchange,
  request: FastifyRequest,
  wanted: (call: Call) => boolean,
): Record<string, unknown> {
  const query = readQuery(request);
  const companyId = credentialOf(request).company.id;
  const horizon = monthsAgo(exchange, exchange.settings.historyMonths);
  const from = Math.max(readNumber(query, "from") ?? 0, horizon);
  const to = readNumber(query, "to") ?? Number.MAX_SAFE_INTEGER;
  const calls = exchange.state.calls
    .all()
    .filter((call) => call.companyId === companyId && call.startedAt >= from && call.startedAt <= to && wanted(call))
    .sort((left, right) => left.startedAt - right.startedAt || left.id - right.id);
  if (query.get("order") === "desc") calls.reverse();
  return paginate(exchange, request, calls, (call) => readCall(exchange, request, call), { key: "calls" });
}

function matchesSearch(company: Company, call: Call, query: Query): boolean {
  const direction = query.get("direction");
  const userId = readNumber(query, "user_id");
  const phone = query.get("phone_number");
  const tags = query.getAll("tags[]");
  return (
    (direction === null || call.direction === direction) &&
    (userId === undefined || call.userId === userId) &&
    (phone === null || listDigits(company, call).includes(compactDigits(phone))) &&
    // Several tags must all be there.
    tags.every((wanted) =>
      call.tags.some((tag) => String(tag.tagId) === wanted || nameOf(company, tag.tagId) === wanted),
    )
  );
}

/** The numbers a call is found under; one transferred outside is found under its destination (contract 4.4). */
function listDigits(company: Company, call: Call): string[] {
  const line = company.lines.find((one) => one.id === call.lineId);
  return [call.externalTransferredTo ?? call.digits, line?.digits ?? ""].map((digits) => compactDigits(digits));
}

function nameOf(company: Company, tagId: number): string | undefined {
  return company.tags.find((one) => one.id === tagId)?.name;
}

function monthsAgo(exchange: Exchange, months: number): number {
  const date = new Date(exchange.now());
  date.setUTCMonth(date.getUTCMonth() - months);
  return Math.floor(date.getTime() / 1000);
}
