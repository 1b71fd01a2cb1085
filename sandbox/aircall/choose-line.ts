// Which line of which company a control means.
import type { Company, Line } from "./entities.ts";
import type { Exchange } from "./exchange.ts";
import { findCompany, findCompanyOfLine, findLine } from "./find.ts";

/** The line named, else the first of the company named, else the first there is. */
export function chooseLine(
  exchange: Exchange,
  { company: companyId, line: lineId }: { company?: number | undefined; line?: number | undefined },
): { company: Company; line: Line } {
  const byLine = companyId === undefined && lineId !== undefined;
  const company = byLine ? findCompanyOfLine(exchange, lineId) : findCompany(exchange, companyId);
  return { company, line: findLine(company, lineId) };
}
