// The telephone exchange: what every part of the Aircall simulator is given as its first argument.
import type { Faults } from "../core/faults.ts";
import type { AircallDeliveries } from "./deliveries.ts";
import type { AircallSettings } from "./settings.ts";
import type { AircallState } from "./state.ts";
import type { Timers } from "../core/timers.ts";

export interface Exchange {
  /** Base URL of this server, known once it listens. */
  url: string;
  state: AircallState;
  settings: AircallSettings;
  timers: Timers;
  deliveries: AircallDeliveries;
  faults: Faults;
  /** Epoch milliseconds. */
  now: () => number;
  random: () => number;
}

/** The time as the vendor tells it: whole unix seconds. */
export function readSeconds(exchange: Pick<Exchange, "now">): number {
  return Math.floor(exchange.now() / 1000);
}
