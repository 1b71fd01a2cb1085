/** GET /api/reports: every figure of a range of days, as JSON, and one of its tables as CSV. */
import { z } from "zod";
import { showReport as readReport, type Report } from "../../connections/show/show-report.ts";
import { MOST_DAYS } from "../../domain/figures/report-range.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { fallbackTimeZoneSchema, figuresSchema, timeZoneSchema } from "./figures.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import { REPORT_TABLES, reportCsv } from "./report-csv.ts";
import type { Route } from "./route.ts";

const keyedSchema = figuresSchema.extend({ key: z.string() });
const namedSchema = figuresSchema.extend({
  /** Aircall's id, or the name alone. Null where it is not known. */
  key: z.string().nullable(),
  name: z.string().nullable(),
});

export const reportSchema = z
  .object({
    timeZone: timeZoneSchema,
    /** The first and the last day. */
    from: z.iso.date(),
    to: z.iso.date(),
    total: figuresSchema,
    /** The busiest first. */
    numbers: z.array(namedSchema),
    agents: z.array(namedSchema),
    /** Keys `0` to `23`, hours of the clock. */
    hours: z.array(keyedSchema),
    /** Keys `1` for Monday to `7`. */
    weekdays: z.array(keyedSchema),
    /** Keys `2026-03-29`, oldest first. */
    days: z.array(keyedSchema),
  })
  .meta({ id: "Report" });

export const reportQuerySchema = z.strictObject({
  from: z.string().max(10).optional().describe("The first day, `2026-03-01`. Without it, the 30 days up to `to`."),
  to: z.string().max(10).optional().describe("The last day. Without it, today. A range has at most 366 days."),
  line: z.string().max(100).optional().describe("Only this Aircall number, by its id."),
  fallbackTimeZone: fallbackTimeZoneSchema,
});

export const reportExportQuerySchema = reportQuerySchema.extend({
  by: z.enum(REPORT_TABLES).describe("The table."),
  language: z.enum(["en", "fr"]).optional().describe("Of the headings. Without it, that of `Accept-Language`."),
});

export type ReportAnswer = z.infer<typeof reportSchema>;

export const showReport: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "getReport",
    tags: ["Reports"],
    summary: "Figures of calls and messages",
    querystring: reportQuerySchema,
    response: { 200: reportSchema, "4xx": problemSchema },
  };
  server.get("/reports", { schema }, async (request, reply) => {
    const report = await readReport({ ...admin, clock }, signedInOf(request).connectionId, request.query);
    return report === "bad range" ? reply.code(400).send(badRange(languageOf(request))) : describe(report);
  });
};

export const exportReport: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "exportReport",
    tags: ["Reports"],
    summary: "A table of the report as CSV",
    querystring: reportExportQuerySchema,
    response: { 200: { content: { "text/csv": { schema: z.string() } } }, "4xx": problemSchema },
  };
  server.get("/reports/export", { schema }, async (request, reply) => {
    const { by, language: chosen, ...asked } = request.query;
    const language = chosen ?? languageOf(request);
    const { connectionId, account } = signedInOf(request);
    const report = await readReport({ ...admin, clock }, connectionId, asked);
    if (report === "bad range") return reply.code(400).send(badRange(language));
    const name = `${account}-${by}-${report.from}-${report.to}.csv`;
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(reportCsv(report, by, language));
  });
};

function badRange(language: Language) {
  return problem("bad_range", apiTranslations[language].problems.badRange(MOST_DAYS));
}

function describe({ hours, weekdays, days, ...report }: Report): ReportAnswer {
  return { ...report, hours: hours.map(keyed), weekdays: weekdays.map(keyed), days: days.map(keyed) };
}

function keyed({ name: _name, key, ...figures }: Report["hours"][number]): ReportAnswer["hours"][number] {
  return { ...figures, key: key ?? "" };
}
