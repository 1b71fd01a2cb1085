/** An automatic deactivation, with a database that goes down in the middle. */
import { describe, expect, it } from "vitest";
import type { Installation } from "../../domain/ports/install.ts";
import { autoDeactivate, type AutoDeactivateDeps } from "./auto-deactivate.ts";

function deactivation(status: Installation["status"]) {
  const stored = { status, reason: null as string | null, alert: null as unknown };
  const down = { status: false, alert: false };
  const deps = {
    installs: {
      read: async () => ({ status: stored.status }),
      setStatus: async (_id: string, next: Installation["status"], reason: string) => {
        if (down.status) throw new Error("the database is down");
        Object.assign(stored, { status: next, reason });
      },
    },
    alerts: {
      raise: async (_id: string, kind: string, detail: object) => {
        if (down.alert) throw new Error("the database is down");
        stored.alert = { kind, ...detail };
      },
    },
    clock: () => 0,
    log: { warn: () => undefined },
  } as unknown as AutoDeactivateDeps;
  return { stored, down, stop: () => autoDeactivate(deps, "one", { reason: "rate_limit" }) };
}

describe("an automatic deactivation", () => {
  it.each(["status", "alert"] as const)(
    "L5: raises its alert all the same where the database is down while it stores the %s",
    async (part) => {
      const { stored, down, stop } = deactivation("active");
      down[part] = true;
      await expect(stop()).rejects.toThrow("the database is down");
      down[part] = false;
      await stop();
      expect(stored).toEqual({
        status: "deactivated",
        reason: "rate_limit",
        alert: { kind: "deactivated", reason: "rate_limit" },
      });
    },
  );

  it.each(["deactivated", "installing"] as const)("L5: changes nothing of a connection that is %s", async (status) => {
    const { stored, stop } = deactivation(status);
    await stop();
    expect(stored).toEqual({ status, reason: null, alert: null });
  });
});
