/** Aircall's list of calls, page by page (contract 4.4, 8.3): each as a delivery of our own making, to be kept like any other. */
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
 * Calls that started within, the earliest first. A query ends at 10,000 rows without a word (contract 4.4): where the last
 * page was full, another one begins where it ended.
 */
export async function* listCalls(
  company: AircallCompany,
  clock: Clock,
  { from, to }: Window,
): AsyncGenerator<ListedCall[]> {
  let start = from;
  /** Calls of the second in which the last query ended: the next one begins with them again. */
  let told = new Set<string>();
  for (let page = 1; start <= to; page += 1) {
    const { calls, more } = await readPage(company, { from: start, to }, page);
    const listed = calls.flatMap((call) => describeListed(call, clock));
    yield listed.filter(({ callId }) => !told.has(callId));
    const last = listed.at(-1);
    if (last) told = new Set(listed.flatMap((call) => (call.startedAt === last.startedAt ? call.callId : [])));
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

/** One call, as the list shows it (contract 4.4). */
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

/** What cannot be read as a call is left out: nobody could say whose it is. */
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
