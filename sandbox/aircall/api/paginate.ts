// One page of a list, with the vendor's `meta` (contract 8.3).
import type { FastifyRequest } from "fastify";
import { refuse } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { readNumber, readQuery } from "./query.ts";

const maxPerPage = 50;

export interface ListTerms {
  /** The plural resource name, which is the key of the list. */
  key: string;
  perPage?: number;
  /** Webhook lists have no page links in their meta (recorded). */
  withoutLinks?: boolean;
}

/** Cuts the page the query asks for and describes only that. */
export function paginate<T>(
  exchange: Exchange,
  request: FastifyRequest,
  items: readonly T[],
  describe: (item: T) => unknown,
  terms: ListTerms,
): Record<string, unknown> {
  const query = readQuery(request);
  const perPage = choosePerPage(exchange, readNumber(query, "per_page"), terms.perPage ?? 20);
  const page = Math.max(1, readNumber(query, "page") ?? 1);
  // No query gives more than 10,000 records (contract 4.4).
  const total = Math.min(items.length, exchange.settings.maxRecords);
  const shown = items.slice((page - 1) * perPage, Math.min(page * perPage, total));
  const link = (wanted: number) => {
    const next = new URLSearchParams(query);
    next.set("page", String(wanted));
    next.set("per_page", String(perPage));
    return `${exchange.url}${request.url.split("?")[0]}?${next}`;
  };
  const links = {
    next_page_link: page * perPage < total ? link(page + 1) : null,
    previous_page_link: page > 1 ? link(page - 1) : null,
  };
  const meta = { count: shown.length, total, current_page: page, per_page: perPage };
  return { meta: terms.withoutLinks === true ? meta : { ...meta, ...links }, [terms.key]: shown.map(describe) };
}

function choosePerPage(exchange: Exchange, asked: number | undefined, byDefault: number): number {
  if (asked === undefined) return byDefault;
  if (asked >= 1 && asked <= maxPerPage) return asked;
  if (exchange.settings.perPageOverflow === "reject") throw refuse(400, "per_page must be between 1 and 50");
  return Math.min(Math.max(1, asked), maxPerPage);
}
