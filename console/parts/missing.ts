/** What a connection needs and does not have, each with what to do; what only follows from something else is left out. */
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";

type Check = ConnectionAnswer["checks"][number];

const FOLLOWS: Partial<Record<Check["code"], Check["code"]>> = {
  admin: "gorgias_access",
  webhook: "aircall_access",
  lines_linked: "aircall_access",
};

/** Nothing of a connection that was ended: it needs nothing any more. */
export function missingNow(connection: ConnectionAnswer): Check[] {
  return connection.reason?.code === "disconnected" ? [] : missingOf(connection);
}

export function missingOf({ checks }: Pick<ConnectionAnswer, "checks">, codes?: readonly Check["code"][]): Check[] {
  const failing = new Set(checks.flatMap(({ code, ok }) => (ok ? [] : code)));
  return checks.filter(({ code, ok }) => {
    const cause = FOLLOWS[code];
    return !ok && !(cause !== undefined && failing.has(cause)) && (codes?.includes(code) ?? true);
  });
}
