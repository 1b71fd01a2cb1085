/** Runs the doctor on the given services, or on a database that may lack migrations. */
import { access } from "node:fs/promises";
import type { Config } from "../config.ts";
import { checkReach } from "../connections/access/check-reach.ts";
import type { ReachProblem } from "../domain/access/access-problem.ts";
import { sayAccessProblem } from "../domain/access/say-access-problem.ts";
import { examine } from "../connections/doctor/examine.ts";
import { wrong, type Finding } from "../connections/doctor/finding.ts";
import { judgeDatabase } from "../connections/doctor/judge-service.ts";
import { readServerTime } from "../outbound/read-server-time.ts";
import { accountUrl } from "../gorgias/vendor.ts";
import { buildServices, type Services } from "../services.ts";
import { adminStores } from "../storage/admin/stores.ts";
import { doctorQueries } from "../storage/admin/doctor-queries.ts";
import { pendingMigrations } from "../storage/db/migrate.ts";
import { openStore } from "../storage/db/open-store.ts";
import { connectionOf } from "./connection-of.ts";

type DoctorServices = Pick<
  Services,
  "database" | "connections" | "setup" | "config" | "clock" | "machineClock" | "installing" | "ids"
>;

/** The reason why Aircall's deliveries would not reach a service on this database. Null if they would. */
export function reachOf({
  installing,
  ids,
  config,
}: Pick<DoctorServices, "installing" | "ids" | "config">): Promise<ReachProblem | null> {
  const { publicUrl, aircallApiUrl } = config;
  return checkReach({ probes: installing.probes, ids, publicUrl, aircallApiUrl, fetch });
}

export async function runDoctor(
  services: DoctorServices,
  account: string | null,
  fetchDate = fetch,
): Promise<Finding[]> {
  const { database, connections, setup, config, clock, machineClock } = services;
  const { lines, agents } = adminStores(database);
  const addresses = {
    gorgias: (of: string) => accountUrl(config.gorgiasUrl, of),
    aircall: () => config.aircallApiUrl,
  };
  const queries = doctorQueries(database);
  const vendorTime = (vendor: keyof typeof addresses, of: string) => readServerTime(fetchDate, addresses[vendor](of));
  return examine(
    {
      queries,
      connections,
      lines,
      agents,
      setup,
      vendorTime,
      reach: async () => {
        const problem = await reachOf(services);
        return problem && sayAccessProblem("en", problem);
      },
      publicUrl: config.publicUrl,
      clock,
      machineClock,
    },
    account,
  );
}

/** Building services would migrate the database. The doctor must not. */
export async function runDoctorFor(config: Config, account: string | null): Promise<Finding[]> {
  if (config.databaseUrl === null && !(await isThere(config.dataDir))) {
    const none = wrong(
      `there is no database in ${config.dataDir}`,
      "Start the service once, or set DATABASE_URL or DATA_DIR.",
    );
    return [{ check: "database", account: null, ...none }];
  }
  const store = await openStore(config, () => undefined);
  const pending = await pendingMigrations(store.database).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  if (pending.length > 0) {
    await store.close();
    return [{ check: "database", account: null, ...judgeDatabase({ kind: "seen", value: pending }) }];
  }
  const services = await buildServices({ ...config, logLevel: "warn" }, { store });
  try {
    if (account !== null) await connectionOf(services, account);
    return await runDoctor(services, account);
  } finally {
    await services.close();
  }
}

async function isThere(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}
