/** How long the endpoint of a webhook is believed, and when the database is asked. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { WebhookEndpoint } from "../domain/ports/stores.ts";
import { receiveDeliveries, type ReceiveDeps } from "./receive-delivery.ts";

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

function inlet(token = "right") {
  const it = {
    now: 1_000_000,
    endpoint: { connectionId: "one", tokenHash: hashOf(token) } as WebhookEndpoint | null,
    asked: [] as string[],
    kept: [] as unknown[],
    /** What the inbox makes of the next delivery. */
    as: "new",
  };
  const deps = {
    clock: () => it.now,
    connections: {
      async endpointOf(key: string) {
        it.asked.push(key);
        return it.endpoint;
      },
    },
    reader: { open: (raw: Uint8Array) => openedFrom(Buffer.from(raw).toString()) },
    inbox: {
      async put(delivery: unknown) {
        it.kept.push(delivery);
        return it.as;
      },
    },
  } as unknown as ReceiveDeps;
  const receive = receiveDeliveries(deps);
  return Object.assign(it, { post: (body = "right", key = "key-1") => receive(key, Buffer.from(body)) });
}

/** The body is the token. */
function openedFrom(body: string) {
  if (body === "") return null;
  return {
    token: body,
    activityId: "call:1",
    activityIdsBefore: [],
    event: "call.created",
    rings: true,
    removed: false,
  };
}

it("is believed for five seconds", async () => {
  const world = inlet();
  await world.post();
  world.now += 4_999;
  expect(await world.post()).toEqual({ kind: "kept", as: "new" });
  expect(world.asked).toHaveLength(1);
  world.now += 1;
  await world.post();
  expect(world.asked).toHaveLength(2);
  expect(world.kept).toHaveLength(3);
});

it("is asked for once more where a token does not fit, because the webhook may have been made anew", async () => {
  const world = inlet("old");
  await world.post("old");
  world.endpoint = { connectionId: "one", tokenHash: hashOf("new") };
  expect(await world.post("new")).toEqual({ kind: "kept", as: "new" });
  expect(world.asked).toHaveLength(2);
  expect(world.kept.at(-1)).toMatchObject({ connectionId: "one", tokenHash: hashOf("new"), body: "new" });
  // The new one is believed from then on.
  await world.post("new");
  expect(world.asked).toHaveLength(2);
});

it("is asked for once by a wrong token that comes first", async () => {
  const world = inlet();
  expect(await world.post("wrong")).toEqual({ kind: "wrong token" });
  expect([world.asked.length, world.kept.length]).toEqual([1, 0]);
});

it("is not asked for by a body without a token, nor for a key that cannot be one", async () => {
  const world = inlet();
  await world.post();
  expect(await world.post("")).toEqual({ kind: "wrong token" });
  for (const key of ["", "a".repeat(101), "a/b", "a b"])
    expect(await world.post("right", key)).toEqual({ kind: "unknown key" });
  expect([world.asked.length, world.kept.length]).toEqual([1, 1]);
  await world.post("right", "a".repeat(100));
  expect(world.asked).toHaveLength(2);
});

it("is gone at once where a wrong token shows that, and is not asked for again within the same request", async () => {
  const world = inlet();
  await world.post();
  world.endpoint = null;
  expect(await world.post("wrong")).toEqual({ kind: "unknown key" });
  expect(await world.post()).toEqual({ kind: "unknown key" });
  expect(world.asked).toHaveLength(3);
});

it.each([
  ["new", { kind: "kept", as: "new" }],
  ["duplicate", { kind: "kept", as: "duplicate" }],
  ["not ours", { kind: "unknown key" }],
])("N6: a delivery that the inbox calls %s is answered so", async (as, answer) => {
  const world = inlet();
  world.as = as;
  expect(await world.post()).toEqual(answer);
});
