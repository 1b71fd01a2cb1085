/** Finds the connection that a command names. */
import { readAccount } from "../connections/access/read-account.ts";
import { Refusal } from "../kit/refusal.ts";
import type { Services } from "../services.ts";
import { doctorQueries } from "../storage/admin/doctor-queries.ts";

export async function accountsOf({ database }: Pick<Services, "database">): Promise<string[]> {
  return (await doctorQueries(database).connections(null)).map(({ account }) => account);
}

/** Throws a Refusal that names the accounts there are. */
export async function connectionOf(
  services: Pick<Services, "database" | "connections">,
  typed: string,
): Promise<{ id: string; account: string }> {
  const account = readAccount(typed) ?? typed;
  const connection = await services.connections.withAccount(account);
  if (connection) return connection;
  const known = await accountsOf(services);
  const there = known.length > 0 ? `Connected: ${known.join(", ")}.` : "None is connected yet.";
  throw new Refusal("not_connected", `No connection has the Gorgias account ${account}. ${there}`);
}
