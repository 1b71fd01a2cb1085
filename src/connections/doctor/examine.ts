/** The doctor: looks at everything that a connection needs and changes nothing. */
import { webhookUrl } from "../../aircall/vendor.ts";
import type { Credential } from "../../domain/connection/connection.ts";
import type { AgentStore, LineQueries } from "../../domain/ports/admin.ts";
import type { DoctorQueries, ExaminedConnection } from "../../domain/ports/doctor.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import { VERSION } from "../../kit/version.ts";
import { attempt, type Attempted } from "./attempt.ts";
import { note, ok, wrong, type Finding, type Judged } from "./finding.ts";
import {
  endedAt,
  judgeAircall,
  judgeEnded,
  judgeFailed,
  judgeGorgias,
  judgeKeys,
  judgeStatus,
} from "./judge-access.ts";
import { judgeLines, judgeOrphans, judgeWebhook } from "./judge-aircall.ts";
import { judgeAdmin, judgeAgents, judgeSettings } from "./judge-gorgias.ts";
import { findOrphans } from "./orphans.ts";
import { judgeClock, judgeDatabase, judgeNodes, judgeReach } from "./judge-service.ts";
import { judgeFailedWork, judgeWaiting } from "./judge-work.ts";

export interface DoctorDeps {
  queries: DoctorQueries;
  connections: Pick<ConnectionStore, "credential">;
  lines: LineQueries;
  agents: Pick<AgentStore, "mappings">;
  setup: OpenSetup;
  /** The vendor's time, epoch ms. Null if its answer has no date. */
  vendorTime(vendor: "gorgias" | "aircall", account: string): Promise<number | null>;
  /** The reason why deliveries would not reach a service on this database. Null if they would. */
  reach(): Promise<string | null>;
  publicUrl: string;
  /** The clock that the service uses. */
  clock: Clock;
  /** This machine's clock. */
  machineClock: Clock;
}

type Report = (check: string, judged: Judged) => void;

/** Examines one account, or all. Never rejects for a failed check. */
export async function examine(deps: DoctorDeps, account: string | null): Promise<Finding[]> {
  const findings: Finding[] = [];
  const report = (check: string, judged: Judged, of: string | null = null) =>
    void findings.push({ check, account: of, ...judged });
  report("version", ok(`${VERSION}, on Node ${process.version}`));
  const pending = await attempt(() => deps.queries.pending());
  report("database", judgeDatabase(pending));
  // The tables below need an up-to-date database.
  if (pending.kind === "failed" || pending.value.length > 0) return findings;
  report("clock", await checkClock(deps.machineClock, "the database", () => deps.queries.now()));
  for (const judged of judgeNodes(await deps.queries.nodes())) report("clock", judged);
  for (const judged of judgeReach(await attempt(() => deps.reach()))) report("address", judged);
  const examined = await deps.queries.connections(account);
  const [first] = examined;
  if (first) {
    for (const vendor of ["Gorgias", "Aircall"] as const) {
      const ask = () => deps.vendorTime(vendor === "Gorgias" ? "gorgias" : "aircall", first.account);
      report("clock", await checkClock(deps.clock, vendor, ask));
    }
  } else report("connections", judgeNoConnection(account));
  for (const connection of examined) {
    await examineOne(deps, connection, (check, judged) => report(check, judged, connection.account));
  }
  return findings;
}

/** What the doctor needs to look at one connection. */
export type ConnectionDoctorDeps = Omit<DoctorDeps, "vendorTime" | "reach" | "machineClock">;

/** Examines one connection only, not the service. Empty if no connection has this account. */
export async function examineConnection(deps: ConnectionDoctorDeps, account: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const connection of await deps.queries.connections(account)) {
    await examineOne(deps, connection, (check, judged) => void findings.push({ check, account, ...judged }));
  }
  return findings;
}

/** Compares with the middle of the request, because the answer's time lies somewhere within it. */
async function checkClock(clock: Clock, source: string, ask: () => Promise<number | null>): Promise<Judged> {
  const before = clock();
  const theirTime = await ask();
  return judgeClock(source, (before + clock()) / 2, theirTime);
}

function judgeNoConnection(account: string | null): Judged {
  return account === null
    ? note("there are none yet", "Install the app from Gorgias, or run `aircall-gorgias connection add`.")
    : wrong(`no connection has the Gorgias account ${account}`, "Check the subdomain.");
}

async function examineOne(deps: ConnectionDoctorDeps, connection: ExaminedConnection, report: Report): Promise<void> {
  report("connection", judgeStatus(connection));
  const open = async (vendor: "gorgias" | "aircall", has: boolean) =>
    has ? attempt(async () => (await deps.connections.credential(connection.id, vendor)).credential) : null;
  const [gorgias, aircall] = [
    await open("gorgias", connection.hasGorgias),
    await open("aircall", connection.hasAircall),
  ];
  report("keys", judgeKeys([gorgias, aircall].filter((one) => one !== null)));
  const users = gorgias && (await examineGorgias(deps, connection, gorgias, report));
  const people = aircall && (await examineAircall(deps, connection, aircall, report));
  if (users && people) {
    report("agents", judgeAgents(people, users, await deps.agents.mappings(connection.id)));
  }
  const work = await deps.queries.work(connection.id);
  report("waiting work", judgeWaiting(work, connection.status === "active", deps.clock()));
  report("failed items", judgeFailedWork(work, connection.account));
}

/** The users of Gorgias. Null if Gorgias does not return them. */
async function examineGorgias(
  deps: ConnectionDoctorDeps,
  connection: ExaminedConnection,
  opened: Attempted<Credential>,
  report: Report,
) {
  if (opened.kind === "failed") return null;
  const { id, account } = connection;
  const ended = endedAt(opened.value, deps.clock());
  if (ended !== null) {
    report("access to Gorgias", judgeEnded(ended));
    return null;
  }
  const self = await attempt(() => deps.setup.whoIsAt(id, account, opened.value));
  report("access to Gorgias", judgeGorgias(self));
  if (self.kind === "failed") return null;
  const helpDesk = deps.setup.helpDesk(id, account, opened.value);
  const users = await attempt(() => helpDesk.users());
  report("admin in Gorgias", users.kind === "seen" ? judgeAdmin(users.value) : judgeFailed("Gorgias", users));
  const settings = await attempt(() => helpDesk.settings());
  report(
    "settings of Gorgias",
    settings.kind === "seen"
      ? judgeSettings(settings.value)
      : ok("Gorgias does not return them now", { code: "gorgias_settings_unknown" }),
  );
  return users.kind === "seen" ? users.value : null;
}

/** The users of Aircall. Null if Aircall does not return them. */
async function examineAircall(
  deps: ConnectionDoctorDeps,
  connection: ExaminedConnection,
  opened: Attempted<Credential>,
  report: Report,
) {
  if (opened.kind === "failed") return null;
  const company = deps.setup.company(connection.id, connection.account, opened.value);
  const lines = await attempt(() => company.lines());
  report("access to Aircall", judgeAircall(lines));
  if (lines.kind === "failed") return null;
  const url = webhookUrl(deps.publicUrl, connection.webhookKey);
  const webhook = await attempt(() => company.findWebhook(url));
  const { host } = new URL(deps.publicUrl);
  report(
    "webhook in Aircall",
    webhook.kind === "seen" ? judgeWebhook(webhook.value, host) : judgeFailed("Aircall", webhook),
  );
  const orphans = await attempt(() => findOrphans(deps, connection, opened.value));
  if (orphans.kind === "seen" && orphans.value.length > 0)
    report("webhooks in Aircall", judgeOrphans(orphans.value, host));
  const about = await attempt(() => company.about());
  const known = await deps.lines.list(connection.id);
  report(
    "lines",
    about.kind === "seen" ? judgeLines(known, lines.value, about.value.linkedLines) : judgeFailed("Aircall", about),
  );
  const people = await attempt(() => company.users());
  if (people.kind === "failed") report("agents", judgeFailed("Aircall", people));
  return people.kind === "seen" ? people.value : null;
}
