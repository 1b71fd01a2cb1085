/** The admin API on fake parts, with Ada of acme signed in. */
import { onTestFinished } from "vitest";
import type { AdminApiDeps } from "../../src/http/api/admin-api.ts";
import { openAdmin, type Ask, type Refused } from "../contracts/admin-client.ts";

export const ADA = "Ada (ada@acme.example)";

/** `deps` has only what the test's routes use. */
export function openSignedIn(deps: object) {
  const admin = openAdmin({ publicUrl: "https://calls.example.com", ...deps } as unknown as AdminApiDeps);
  onTestFinished(() => void admin.server.close());
  const user = { name: "Ada", email: "ada@acme.example" };
  admin.signIn({ connectionId: "c1", account: "acme", user, csrfToken: "csrf" });
  /** `path` is below /api. */
  return <Body = Refused>(path: string, ask: Partial<Ask> = {}) =>
    admin.ask<Body>({ path: `/api${path}`, as: "c1", ...ask });
}
