/** The failed checks of a connection, without those that only follow from another failed check. */
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";

type Check = ConnectionAnswer["checks"][number];

const CAUSES: Partial<Record<Check["code"], Check["code"]>> = {
  admin: "gorgias_access",
  webhook: "aircall_access",
  lines_linked: "aircall_access",
};

/** A disconnected connection has none. */
export function failingChecksNow(connection: ConnectionAnswer): Check[] {
  return connection.reason?.code === "disconnected" ? [] : failingChecksOf(connection);
}

export function failingChecksOf(
  { checks }: Pick<ConnectionAnswer, "checks">,
  codes?: readonly Check["code"][],
): Check[] {
  const failing = new Set(checks.flatMap(({ code, ok }) => (ok ? [] : code)));
  return checks.filter(({ code, ok }) => {
    const cause = CAUSES[code];
    return !ok && !(cause !== undefined && failing.has(cause)) && (codes?.includes(code) ?? true);
  });
}
