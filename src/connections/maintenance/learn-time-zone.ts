/** Reads the time zone of the business hours in Gorgias, once a day. Overview and Reports use it. */
import { isTimeZone } from "../../domain/calendar/time-zone.ts";
import type { OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Installation } from "../../domain/ports/install.ts";
import type { TimeZoneStore } from "../../domain/ports/time-zone.ts";
import type { Clock } from "../../kit/clock.ts";
import { isWithin } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";

export interface LearnTimeZoneDeps {
  helpDesks: OpenHelpDesk;
  timeZones: Pick<TimeZoneStore, "readAt" | "keep">;
  clock: Clock;
}

/** Age after which the zone is read again. */
const LOOK_AGAIN_MS = 24 * 3_600_000;

/** A request that fails is sent again at the next maintenance. A zone that this machine does not know is not saved. */
export async function learnTimeZone(
  { helpDesks, timeZones, clock }: LearnTimeZoneDeps,
  { id, account }: Pick<Installation, "id" | "account">,
): Promise<void> {
  const readAt = await timeZones.readAt(id);
  if (readAt !== null && isWithin(readAt, clock(), LOOK_AGAIN_MS)) return;
  try {
    const zone = await helpDesks({ id, account }, "catch-up").timeZone();
    await timeZones.keep(id, zone !== null && isTimeZone(zone) ? zone : null, clock());
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
}
