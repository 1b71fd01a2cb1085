/** Makes a node maintain the connections. The service does it every minute. A year of that would be most of the run. */
import type { Seeded } from "../chaos/seeded.ts";
import type { Kernel } from "./kernel.ts";
import type { Node } from "./node.ts";

const BY_DAY_MS = 30 * 60_000;
const BY_NIGHT_MS = 240 * 60_000;
const DAY_BEGINS_AT_HOUR = 7;
const DAY_ENDS_AT_HOUR = 20;

export function startMaintenance(kernel: Kernel, nodes: readonly Node[], random: Seeded): void {
  const hour = new Date(kernel.now()).getUTCHours();
  const isDay = hour >= DAY_BEGINS_AT_HOUR && hour < DAY_ENDS_AT_HOUR;
  const maintain = () => {
    const [first, ...more] = nodes;
    if (first) random.pick([first, ...more]).maintain();
    startMaintenance(kernel, nodes, random);
  };
  kernel.later({ ms: isDay ? BY_DAY_MS : BY_NIGHT_MS, fire: maintain });
}
