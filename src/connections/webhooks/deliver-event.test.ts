/** N9: what becomes of an event after an attempt, by the endpoint's answer and the attempts before. */
import { describe, expect, it } from "vitest";
import type { LeasedDelivery } from "../../domain/ports/webhooks.ts";
import { deliverEvent, type DeliverDeps } from "./deliver-event.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const TOOK_MS = 700;

interface Given {
  state?: string;
  active?: boolean;
  /** Before this one. */
  attempts?: number;
  status?: number | null;
  problem?: string | null;
  retryAfterMs?: number | null;
}

async function deliver({ state = "pending", active = true, attempts = 0, ...answer }: Given) {
  const { status = 204, problem = null, retryAfterMs = null } = answer;
  const posted: unknown[] = [];
  const ended: unknown[] = [];
  let now = NOW;
  const deps = {
    clock: () => now,
    async postWebhook(message: object) {
      now += TOOK_MS;
      posted.push(message);
      return { status, problem, retryAfterMs };
    },
    deliveries: {
      open: async () => ({
        state,
        attempts,
        event: { id: "e1", type: "call.ticketed", data: { ticketId: 7 }, at: NOW - 5_000 },
        endpoint: { url: "https://x.example/hooks", secrets: ["whsec_a"], active },
      }),
      finish: async (_work: unknown, end: unknown) => void ended.push(end),
    },
  } as unknown as DeliverDeps;
  await deliverEvent(deps, {} as LeasedDelivery);
  return { posted, ended };
}

const attemptOf = (status: number | null, problem: string | null, durationMs = TOOK_MS) => ({
  at: NOW,
  durationMs,
  status,
  problem,
});

describe("N9: an event", () => {
  it("is delivered by a 2xx, with its own id and time", async () => {
    const { posted, ended } = await deliver({});
    expect(posted).toMatchObject([{ url: "https://x.example/hooks", id: "e1", at: NOW, secrets: ["whsec_a"] }]);
    expect(ended).toEqual([{ attempt: attemptOf(204, null), state: "delivered", nextAt: null, gone: false }]);
  });

  it("is given up where the endpoint is gone, and after no other rejection", async () => {
    for (const status of [400, 401, 404, 409, 411, 500]) {
      const { ended } = await deliver({ status, problem: "status" });
      expect(ended).toMatchObject([{ attempt: attemptOf(status, "status"), state: "pending", gone: false }]);
    }
    const { ended } = await deliver({ status: 410, problem: "status" });
    expect(ended).toMatchObject([{ state: "failed", nextAt: null, gone: true }]);
  });

  it("is not sent to an endpoint that is off, nor once its end is known", async () => {
    const off = await deliver({ active: false });
    expect(off.posted).toEqual([]);
    expect(off.ended).toEqual([
      { attempt: attemptOf(null, "endpoint_off", 0), state: "failed", nextAt: null, gone: false },
    ]);
    for (const state of ["delivered", "failed"]) expect(await deliver({ state })).toEqual({ posted: [], ended: [] });
  });

  it("waits longer after each attempt, as long as the receiver asks, and ends at last", async () => {
    const waitOf = async (given: Given) => {
      const { ended } = await deliver({ status: null, problem: "timeout", ...given });
      const [{ nextAt }] = ended as [{ nextAt: number | null }];
      return nextAt === null ? null : nextAt - NOW - TOOK_MS;
    };
    const waits: number[] = [];
    for (let attempts = 0; attempts < 50; attempts += 1) {
      const wait = await waitOf({ attempts });
      if (wait === null) break;
      waits.push(wait);
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[1]).toBeGreaterThan(waits[0] ?? Infinity);
    expect(await waitOf({ attempts: waits.length })).toBeNull();
    expect(await waitOf({ retryAfterMs: 900_000 })).toBe(900_000);
  });
});
