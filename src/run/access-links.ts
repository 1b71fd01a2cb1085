/** What the start prints for people without an OAuth app: a one-time link to the set-up page or to the console. */
import { BY_SERVICE } from "../domain/connection/audit.ts";
import type { Services } from "../services.ts";
import { doctorQueries } from "../storage/admin/doctor-queries.ts";

type LinkServices = Pick<Services, "config" | "database" | "connections" | "installing">;

/** A service with more connections is one that many teams share. Its operator asks for single links. */
const MOST_LINKS = 3;

/** Lines for the log. None where Gorgias signs people in, or where this process serves no console. */
export async function accessLinks({ config, database, connections, installing }: LinkServices): Promise<string[]> {
  if (config.role === "worker" || installing.flows !== null) return [];
  const all = await doctorQueries(database).connections(null);
  const lines: string[] = [];
  for (const { id, account } of all.slice(0, MOST_LINKS)) {
    const stored = await connections.credential(id, "gorgias").catch(() => null);
    if (stored?.credential.kind !== "basic") continue;
    const { url } = await installing.makeLink(id, BY_SERVICE);
    lines.push(`Console of ${account} (the link works once, for 15 minutes): ${url}`);
  }
  if (all.length > MOST_LINKS) return [...lines, "For others: aircall-gorgias console-link <account>"];
  if (lines.length > 0) return lines;
  const { url } = await installing.makeLink(null, BY_SERVICE);
  return [`Nothing is connected yet. Connect Gorgias and Aircall here (the link works once, for an hour): ${url}`];
}
