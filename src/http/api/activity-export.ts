/** GET /api/activity/export.csv: everything that matches the filters, as a stream, newest first. */
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { z } from "zod";
import { filterOf } from "../../connections/show/show-activity.ts";
import type { ItemFilter, ListedItem } from "../../domain/ports/admin.ts";
import { displayNumber } from "../../domain/phone/phone.ts";
import { sayReason } from "../../domain/reasons/say-reason.ts";
import { kindOf } from "../../domain/activity/work-item.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problemSchema } from "../problem.ts";
import { activityFilterSchema, readQuery } from "./activity-query.ts";
import { csvOptions } from "./csv-options.ts";
import { exportTexts } from "./export-texts.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, Route } from "./route.ts";
import { streamedText } from "./streamed-text.ts";

const PAGE = 500;
export const exportQuerySchema = activityFilterSchema.extend({
  timeZone: z.string().max(60).optional().describe("The IANA time zone of the times. UTC if left out or unknown."),
});

export const exportActivity: Route = (server, deps) => {
  const schema = {
    operationId: "exportActivity",
    tags: ["Activity"],
    summary: "Everything that matches, as CSV",
    querystring: exportQuerySchema,
    response: { 200: { content: { "text/csv": { schema: streamedText } } }, "4xx": problemSchema },
  };
  server.get("/activity/export.csv", { schema }, async (request, reply) => {
    const { connectionId, account } = signedInOf(request);
    const { timeZone, ...query } = request.query;
    const filter = await filterOf(deps.admin, connectionId, readQuery(query));
    const about = { account, language: languageOf(request), clock: clockIn(timeZone ?? "UTC") };
    const rows = Readable.from(rowsOf(deps, connectionId, { ...filter, limit: PAGE }, about), { objectMode: true });
    const csv = stringify(csvOptions(about.language));
    rows.once("error", (error) => csv.destroy(error));
    csv.once("close", () => rows.destroy());
    void reply.header("content-type", "text/csv; charset=utf-8");
    void reply.header("content-disposition", `attachment; filename="activity-${account}.csv"`);
    return reply.send(rows.pipe(csv));
  });
};

interface About {
  account: string;
  language: Language;
  clock(moment: Date): string;
}

async function* rowsOf(
  { admin, gorgiasTicketUrl }: Pick<AdminApiDeps, "admin" | "gorgiasTicketUrl">,
  connectionId: string,
  first: ItemFilter,
  about: About,
): AsyncGenerator<string[]> {
  yield Object.values(exportTexts[about.language].columns);
  for (let after: ItemFilter["after"] = first.after; ;) {
    const page = await admin.activity.list(connectionId, { ...first, after });
    for (const item of page) yield rowOf(item, about, gorgiasTicketUrl);
    const last = page.at(-1);
    if (!last || page.length < first.limit) return;
    after = last.place;
  }
}

/** In the order of the columns. */
function rowOf(item: ListedItem, { account, language, clock }: About, ticketUrl: AdminApiDeps["gorgiasTicketUrl"]) {
  const translations = exportTexts[language];
  const { startedAt, ticketId, reason, durationS } = item;
  return [
    item.activityId,
    translations.kinds[kindOf(item.activityId)],
    startedAt === null ? "" : clock(startedAt),
    item.direction === null ? "" : translations.directions[item.direction],
    item.outcome === null ? "" : translations.outcomes[item.outcome],
    item.customerName ?? "",
    item.customerEmail ?? "",
    phoneOf(item.caller),
    item.lineName ?? "",
    item.agentName ?? "",
    durationS === null ? "" : String(durationS),
    (item.tags ?? []).join(", "),
    ticketId === null ? "" : String(ticketId),
    ticketId === null ? "" : ticketUrl(account, ticketId),
    translations.results[item.state],
    reason === null ? "" : sayReason(language, reason),
  ];
}

function phoneOf(caller: string | null): string {
  if (caller === null || caller === "anonymous") return "";
  return displayNumber(caller);
}

/** `2026-03-02 10:23:22`, which spreadsheets read as a time. */
function clockIn(timeZone: string): (moment: Date) => string {
  const shape = { dateStyle: "short", timeStyle: "medium" } as const;
  const format = (zone: string) => new Intl.DateTimeFormat("sv-SE", { ...shape, timeZone: zone });
  try {
    const clock = format(timeZone);
    return (moment) => clock.format(moment);
  } catch {
    const clock = format("UTC");
    return (moment) => clock.format(moment);
  }
}
