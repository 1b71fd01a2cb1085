/** A company of the simulation, joined as its history says. */
import { openShop, type Shop } from "../helpers/shop.ts";
import { openAdmin, type Admin } from "./admin.ts";
import type { History } from "./history.ts";
import { addKnownCustomers } from "./known-customers.ts";
import type { World } from "./world.ts";

export interface SimulatedShop extends Shop {
  /** The names of the selected lines. Null means all. */
  selected: readonly string[] | null;
  /** Where the app is installed by OAuth. */
  admin: Admin | null;
}

/** Longer than any run. What is deleted by age cannot be compared in the end. */
const KEPT_DAYS = 3_650;

export async function openSimulatedShop(
  world: World,
  around: Parameters<typeof openShop>[0],
  { lines, oauth }: History["companies"][number],
): Promise<SimulatedShop> {
  const shop = await openShop(around, { settings: { retentionDays: KEPT_DAYS }, ...(lines ? { lines } : {}) });
  const admin = oauth ? openAdmin(world, shop.account) : null;
  await admin?.install();
  addKnownCustomers(world.sandbox, shop);
  return { ...shop, selected: lines, admin };
}
