/**
 * Reads Aircall's list of calls page by page (docs/vendors/aircall.md 4.4, 8.3). Each call becomes a delivery that the
 * service stores like any other.
 */
import { z } from "zod";
import type { ListedCall } from "../domain/ports/phone-system.ts";
import type { Clock } from "../kit/clock.ts";
import { refusedWith } from "../kit/request-error.ts";
import { bodyAs } from "../outbound/answer.ts";
import type { AircallCompany } from "./company.ts";
import { callSchema } from "./schemas.ts";
import { MAX_PAGES, PAGE_SIZE } from "./vendor.ts";

export const answerSchema = z.object({
  calls: z.array(z.unknown()),
  meta: z.object({ next_page_link: z.string().nullish() }).nullish(),
});

/** Unix seconds. */
interface Window {
  from: number;
  to: number;
}

/**
 * Calls that started within the window, earliest first. Aircall ends a query silently at 10,000 rows
 * (docs/vendors/aircall.md 4.4). After a full last page, the next query starts where the last one ended.
 */
export async function* listCalls(
  company: AircallCompany,
  clock: Clock,
  { from, to }: Window,
): AsyncGenerator<ListedCall[]> {
  let start = from;
  /** Ids of the latest page. The next query returns those of its final second again. */
  let listedIds = new Set<string>();
  for (let page = 1; start <= to; page += 1) {
    const { calls, more } = await readPage(company, { from: start, to }, page);
    const listed = calls.flatMap((call) => describeListed(call, clock));
    yield listed.filter(({ callId }) => !listedIds.has(callId));
    const last = listed.at(-1);
    if (last) listedIds = new Set(listed.map(({ callId }) => callId));
    if (more && page < MAX_PAGES) continue;
    if (calls.length < PAGE_SIZE || !last || last.startedAt <= start) return;
    start = last.startedAt;
    page = 0;
  }
}

async function readPage(company: AircallCompany, { from, to }: Window, page: number) {
  const query = new URLSearchParams({
    from: String(from),
    to: String(to),
    order: "asc",
    page: String(page),
    per_page: String(PAGE_SIZE),
    fetch_contact: "true",
    fetch_call_timeline: "true",
  });
  const answer = await company.call({ method: "GET", path: `/v1/calls?${query}`, what: "list of calls" });
  const { calls, meta } = bodyAs(answerSchema, answer, "aircall, list of calls");
  return { calls, more: Boolean(meta?.next_page_link) };
}

export const callAnswer = z.object({ call: z.unknown() });

/** One call in the form of the list (docs/vendors/aircall.md 4.4). */
export async function readListed(company: AircallCompany, clock: Clock, callId: string): Promise<ListedCall | null> {
  const query = new URLSearchParams({ fetch_contact: "true", fetch_call_timeline: "true" });
  const path = `/v1/calls/${encodeURIComponent(callId)}?${query}`;
  try {
    const answer = await company.call({ method: "GET", path, what: `call ${callId}` });
    const { call } = bodyAs(callAnswer, answer, `aircall, call ${callId}`);
    return describeListed(call, clock)[0] ?? null;
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    throw error;
  }
}

/** Skips an entry that is not a readable call, because it has no usable id. */
function describeListed(raw: unknown, clock: Clock): ListedCall[] {
  const call = callSchema.safeParse(raw);
  if (!call.success) return [];
  const { id, status, started_at, number } = call.data;
  const timestamp = Math.floor(clock() / 1000);
  return [
    {
      callId: id,
      lineId: number?.id ?? null,
      startedAt: started_at,
      done: status === "done",
      bodyAs: (event) => JSON.stringify({ resource: "call", event, timestamp, data: raw }),
    },
  ];
}
