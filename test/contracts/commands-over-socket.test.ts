/** Commands that the running service executes: they come over the folder's socket, and so do progress and outcome. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configFrom, type Config } from "../../src/config.ts";
import type { CommandName } from "../../src/cli/commands.ts";
import type { Progress } from "../../src/kit/progress.ts";
import { dispatchCommand } from "../../src/run/dispatch-command.ts";
import { runCommand } from "../../src/run/run-command.ts";
import { serveCommands } from "../../src/run/serve-commands.ts";
import type { Services } from "../../src/services.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { lockFolder, type FolderLock } from "../../src/storage/db/folder-lock.ts";
import { NOW, openPgliteBackend, useBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const backend = useBackend(openPgliteBackend);

let folder: string;
let config: Config;
let lock: FolderLock;
let services: Services;
/** What was replayed. An item that ends with 9 is gone meanwhile. */
const replayed: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "socket-"));
  config = configFrom({ SANDBOX: "0", DATA_DIR: folder });
  const { database, keys } = backend.it;
  for (const [account, failed] of [
    ["acme", ["call:1", "call:9", "call:3"]],
    ["beta", ["call:4"]],
  ] as const) {
    const id = await backend.it.connect({ account });
    for (const activityId of failed)
      await activityStore(database).save(id, fullRecord(activityId, { state: "failed" }), new Map(), NOW);
  }
  services = {
    database,
    connections: connectionStore(database, createSealer(keys)),
    activity: { list: async (asked: unknown) => [asked], read: async (...asked: unknown[]) => asked },
    installing: { makeLink: async (id: string | null) => ({ url: `https://calls.example.com/${id}`, expiresAt: "" }) },
    async replay(account: string, activityId: string) {
      if (activityId.endsWith("9")) return false;
      return replayed.push(`${account} ${activityId}`) > 0;
    },
  } as unknown as Services;
  lock = await lockFolder(folder);
});
afterAll(async () => {
  await lock.release();
  await rm(folder, { recursive: true, force: true });
});

/** Over the socket, with the progress that comes before the outcome. */
async function ask(name: string, input: unknown, of = config) {
  const progress: Progress[] = [];
  const outcome = await dispatchCommand(of, name as CommandName, input as never, (one) => void progress.push(one)).then(
    (result) => ({ result }),
    (error: Error & { code?: string }) => ({ name: error.name, code: error.code, message: error.message }),
  );
  return { ...outcome, progress };
}

describe("a command over the socket", () => {
  it("says that the service is still starting, until it takes commands", async () => {
    expect(await ask("accounts", {})).toMatchObject({
      name: "Error",
      message: "The running service is still starting. Try again in a moment.",
    });
    lock.serve(serveCommands(services));
    expect(await ask("accounts", {})).toEqual({ result: ["acme", "beta"], progress: [] });
  });

  it("shows progress before the outcome, and counts what it queued", async () => {
    const { result, progress } = { result: null, ...(await ask("replay failed", { account: null, preview: false })) };
    expect(result).toBe(3);
    expect(progress).toEqual([0, 1, 2, 3].map((done) => ({ done, total: 4 })));
    expect(replayed.splice(0).sort()).toEqual(["acme call:1", "acme call:3", "beta call:4"]);
  });

  it("S3: only counts in a preview, and takes one account alone", async () => {
    expect(await ask("replay failed", { account: null, preview: true })).toEqual({ result: 4, progress: [] });
    expect(replayed).toEqual([]);
    expect(await ask("replay failed", { account: "beta", preview: false })).toMatchObject({ result: 1 });
    expect(replayed.splice(0)).toEqual(["beta call:4"]);
  });

  it("returns an outcome of any kind, also null", async () => {
    const input = { account: null, limit: 5 };
    expect(await ask("activity", input)).toEqual({ result: [input], progress: [] });
    expect(await ask("console link", { account: null })).toMatchObject({
      result: { url: "https://calls.example.com/null" },
    });
    const none = { ...services, activity: { ...services.activity, read: async () => null } };
    expect(await runCommand(none, "activity show", { account: "acme", activityId: "call:1" })).toBeNull();
    lock.serve(serveCommands(none));
    expect(await ask("activity show", { account: "acme", activityId: "call:1" })).toEqual({
      result: null,
      progress: [],
    });
    lock.serve(serveCommands(services));
  });

  it.each([
    ["activity", { account: "gamma", limit: 1 }],
    ["activity show", { account: "gamma", activityId: "call:1" }],
    ["replay failed", { account: "gamma", preview: true }],
    ["doctor", { account: "gamma" }],
    ["api", { account: "gamma", method: "GET", path: "/lines" }],
    ["connection erase", { account: "gamma" }],
    ["console link", { account: "gamma" }],
    ["remove orphans", { account: "gamma", preview: true }],
  ])("refuses `%s` of an unknown account, with the code and those there are", async (name, input) => {
    const message = "No connection has the Gorgias account gamma. Connected: acme, beta.";
    expect(await ask(name, input)).toEqual({ name: "Refusal", code: "not_connected", message, progress: [] });
  });

  it("finds an account by its address", async () => {
    const [{ id } = { id: "" }] = await backend.it.database.query<{ id: string }>(
      `select id from connections where account = 'beta'`,
    );
    const { result } = { result: null, ...(await ask("console link", { account: "https://BETA.gorgias.com/app" })) };
    expect(result).toMatchObject({ url: `https://calls.example.com/${id}` });
  });

  it("fails with the service's sentence, which has no code unless it is a refusal", async () => {
    const failing = { ...services, activity: { list: () => Promise.reject(new Error("the disk is full")) } };
    lock.serve(serveCommands(failing as unknown as Services));
    expect(await ask("activity", { account: null, limit: 1 })).toEqual({
      name: "Error",
      code: undefined,
      message: "the disk is full",
      progress: [],
    });
    lock.serve(serveCommands(services));
  });

  it("tells a newer program that the running service lacks its command", async () => {
    for (const name of ["dance", "constructor"])
      expect(await ask(name, {})).toMatchObject({ name: "Refusal", code: "unknown_command" });
  });
});

describe("without a service on the folder", () => {
  it.each(["there", "not-there"])(
    "no connection is added, because its deliveries would not arrive (%s)",
    async (name) => {
      const empty = await mkdtemp(join(tmpdir(), "empty-"));
      const of = { ...config, dataDir: name === "there" ? empty : join(empty, name) };
      expect(await ask("connection add", { account: "acme" }, of)).toMatchObject({
        name: "Refusal",
        code: "no_service",
      });
      await rm(empty, { recursive: true, force: true });
    },
  );
});
