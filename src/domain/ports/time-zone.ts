/** What is stored of a team's time zone. */
import type { TimeZoneFacts } from "../calendar/time-zone.ts";

export interface TimeZoneStore {
  /** Null when there is no such connection any more. */
  facts(connectionId: string): Promise<TimeZoneFacts | null>;
  /** When the zone of the help desk was read last, epoch ms. Null if never. */
  readAt(connectionId: string): Promise<number | null>;
  /** Saves what the help desk answered. Null: it names no zone. */
  keep(connectionId: string, zone: string | null, now: number): Promise<void>;
}
