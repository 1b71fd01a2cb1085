/** Answers that are streamed: one whose source fails breaks off, and one whose reader has left ends its source. */
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AdminApiDeps } from "../../src/http/api/admin-api.ts";
import type { AdminStores } from "../../src/domain/ports/admin.ts";
import { openAdmin, type AdminClient } from "./admin-client.ts";

type Activity = AdminStores["activity"];

const ITEM = { activityId: "call:1", state: "done", tags: [], place: { happenedAt: "", activityId: "call:1" } };
const SESSION = { connectionId: "c1", account: "acme", user: { name: null, email: null }, csrfToken: "csrf" };

let admin: AdminClient;
let isBroken = false;
let opened: AbortSignal[] = [];

beforeEach(async () => {
  [isBroken, opened] = [false, []];
  const item = Object.fromEntries(
    ["startedAt", "direction", "outcome", "caller", "durationS", "ticketId", "reason"].map((name) => [name, null]),
  );
  const activity = {
    async list(_id: string, { after }: { after: unknown }) {
      if (after !== null && isBroken) throw new Error("the database went away");
      return after === null ? Array.from({ length: 500 }, () => ({ ...item, ...ITEM })) : [];
    },
    read: async () => ({ recordings: [{ kind: "recording", contentType: "audio/mpeg" }] }),
  } as unknown as Activity;
  const openRecording: AdminApiDeps["openRecording"] = async (_connection, _call, _kind, until) => {
    opened.push(until);
    return new Promise((_resolve, reject) => {
      until.addEventListener("abort", () => reject(new Error("left")), { once: true });
    });
  };
  const parts: Partial<AdminApiDeps> = { admin: { activity } as AdminStores, openRecording, clock: () => 0 };
  admin = openAdmin(parts as Parameters<typeof openAdmin>[0]);
  admin.signIn(SESSION);
  await admin.server.listen({ port: 0 });
});
afterEach(() => admin.server.close());

function get(path: string, signal?: AbortSignal): Promise<Response> {
  const { port } = admin.server.server.address() as AddressInfo;
  const headers = { "x-test-session": "c1" };
  return fetch(`http://127.0.0.1:${port}/api/activity${path}`, { headers, ...(signal ? { signal } : {}) });
}

it("the export has all pages", async () => {
  const answer = await get("/export.csv");
  expect((await answer.text()).trim().split("\r\n")).toHaveLength(501);
});

it("the export breaks off where the database fails between two pages, so that no file looks whole", async () => {
  isBroken = true;
  const answer = await get("/export.csv");
  await expect(answer.text()).rejects.toThrow("terminated");
});

it("a recording is not waited for any longer once its listener has left", async () => {
  const leaving = new AbortController();
  const asked = get("/call%3A1/recordings/recording", leaving.signal);
  await expect.poll(() => opened).toHaveLength(1);
  expect(opened[0]?.aborted).toBe(false);
  leaving.abort();
  await expect(asked).rejects.toThrow("aborted");
  await expect.poll(() => opened[0]?.aborted).toBe(true);
});
