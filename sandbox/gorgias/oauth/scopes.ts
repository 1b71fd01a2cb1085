// The scopes that exist, and which one each call of the API wants (contract 2.3).

const readAndWrite = [
  "account",
  "users",
  "customers",
  "tickets",
  "tags",
  "integrations",
  "events",
  "jobs",
  "macros",
  "rules",
  "custom_fields",
  "satisfaction_survey",
  "apps",
];

const knownScopes: ReadonlySet<string> = new Set([
  "openid",
  "email",
  "profile",
  "offline",
  "statistics:read",
  "write:all",
  ...readAndWrite.flatMap((name) => [`${name}:read`, `${name}:write`]),
]);

/** What stands first in the path of a call belongs to the scope of this name. */
const owners: Record<string, string> = { messages: "tickets" };

/** Calls whose scope no document names; these are assumed (contract 2.3). */
const assumed: Record<string, string> = {
  search: "customers:read",
  upload: "tickets:write",
  ":type": "tickets:read",
};

export function isKnownScope(scope: string): boolean {
  return knownScopes.has(scope);
}

/** Each scope once, in the order asked. */
export function splitScopes(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((scope) => scope !== ""))];
}

/** The scope that a call wants; `path` is the endpoint's, below `/api`. */
export function nameScope(method: string, path: string): string {
  const first = path.split("/")[1] ?? "";
  return assumed[first] ?? `${owners[first] ?? first}:${method === "GET" ? "read" : "write"}`;
}

/** The deprecated `write:all` opens everything (contract 2.3). */
export function isAllowed(scopes: readonly string[], needed: string): boolean {
  return scopes.includes(needed) || scopes.includes("write:all");
}
