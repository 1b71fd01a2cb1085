/** Calls the doctor: to the services at hand, or to a database that may not even be up to date. */
import { access } from "node:fs/promises";
import type { Config } from "../config.ts";
import { checkReach } from "../connections/check-reach.ts";
import { examine } from "../connections/doctor/examine.ts";
import { wrong, type Finding } from "../connections/doctor/finding.ts";
import { judgeDatabase } from "../connections/doctor/judge-service.ts";
import { accountUrl } from "../gorgias/vendor.ts";
import { readDate } from "../outbound/read-date.ts";
import { buildServices, type Services } from "../services.ts";
import { adminStores } from "../storage/admin-stores.ts";
import { doctorQueries } from "../storage/doctor-queries.ts";
import { pendingMigrations } from "../storage/migrate.ts";
import { openStore } from "../storage/open-store.ts";

type Bodies = Pick<
  Services,
  "database" | "connections" | "setup" | "config" | "clock" | "machineClock" | "installing" | "ids"
>;

/** Why Aircall's deliveries would not reach a service on this database; null where they would. */
export function reachOf({
  installing,
  ids,
  config,
}: Pick<Bodies, "installing" | "ids" | "config">): Promise<string | null> {
  const { publicUrl, aircallApiUrl } = config;
  return checkReach({ probes: installing.probes, ids, publicUrl, aircallApiUrl, fetch });
}

export async function callDoctor(services: Bodies, account: string | null, ask = fetch): Promise<Finding[]> {
  const { database, connections, setup, config, clock, machineClock } = services;
  const { lines, agents } = adminStores(database);
  const addresses = {
    gorgias: (of: string) => accountUrl(config.gorgiasUrl, of),
    aircall: () => config.aircallApiUrl,
  };
  const queries = doctorQueries(database);
  const vendorTime = (vendor: keyof typeof addresses, of: string) => readDate(ask, addresses[vendor](of));
  return examine(
    {
      queries,
      connections,
      lines,
      agents,
      setup,
      vendorTime,
      reach: () => reachOf(services),
      publicUrl: config.publicUrl,
      clock,
      machineClock,
    },
    account,
  );
}

/** Building services brings the database up to date, which the doctor only looks at. */
export async function callDoctorFor(config: Config, account: string | null): Promise<Finding[]> {
  if (config.databaseUrl === null && !(await isThere(config.dataDir))) {
    const none = wrong(
      `there is none in ${config.dataDir}`,
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
    return await callDoctor(services, account);
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
