/** What the doctor looks at, on a service with fakes for its queries. */
import { describe, expect, it } from "vitest";
import type { NodeSeen } from "../../domain/ports/doctor.ts";
import { examine, type DoctorDeps } from "./examine.ts";

const NOW = Date.UTC(2026, 2, 2, 9);

const connection = { id: "c1", account: "acme", webhookKey: "k", reason: null, hasGorgias: false, hasAircall: false };

/** A service without connections, or with these. Each of its questions takes `askMs`, and the database answers at their middle. */
function service({ askMs = 0, pending = [] as string[], nodes = [] as NodeSeen[], connections = [] as object[] } = {}) {
  let now = NOW;
  const asked: string[] = [];
  const queries = {
    pending: async () => pending,
    async now() {
      now += askMs;
      return now - askMs / 2;
    },
    async nodes() {
      asked.push("nodes");
      return nodes;
    },
    async connections() {
      asked.push("connections");
      return connections;
    },
    work: async () => ({ failed: 0, examples: [], oldest: { activityId: "call:1", since: NOW - 3_600_000 } }),
  };
  const clock = () => now;
  const deps = {
    queries,
    clock,
    machineClock: clock,
    reach: async () => null,
    vendorTime: async () => null,
  } as unknown as DoctorDeps;
  return { deps, asked };
}

describe("the doctor", () => {
  it("looks at nothing else in a database that is behind", async () => {
    const { deps, asked } = service({ pending: ["0099-later.sql"] });
    expect((await examine(deps, null)).map(({ check, verdict }) => [check, verdict])).toEqual([
      ["version", "ok"],
      ["database", "wrong"],
    ]);
    expect(asked).toEqual([]);
  });

  it("compares a clock with the middle of its question, however long that takes", async () => {
    const { deps } = service({ askMs: 60_000 });
    const clock = (await examine(deps, null)).find(({ check }) => check === "clock");
    expect(clock).toMatchObject({ verdict: "ok", what: "agrees with the clock of the database" });
  });

  it("names each other process on the database with a wrong clock, and says where nothing is connected", async () => {
    const node = { role: "worker", startedAt: NOW, skewMs: -60_000 };
    const findings = await examine(service({ nodes: [node, { ...node, skewMs: 0 }] }).deps, null);
    const unwell = findings.filter(({ verdict }) => verdict !== "ok");
    expect(unwell.map(({ check, verdict }) => [check, verdict])).toEqual([
      ["clock", "wrong"],
      ["connections", "note"],
    ]);
  });

  it.each([
    ["active", "wrong"],
    ["deactivated", "note"],
  ])("lets the work of a connection wait that is not active: %s", async (status, verdict) => {
    const findings = await examine(service({ connections: [{ ...connection, status }] }).deps, null);
    expect(findings.find(({ check }) => check === "waiting work")).toMatchObject({ account: "acme", verdict });
  });
});
