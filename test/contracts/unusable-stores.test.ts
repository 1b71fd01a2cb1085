/** A database or a folder that cannot be used is reported in one line that names the variable and what to do, without any secret. */
import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkServer } from "../../src/storage/db/check-server.ts";
import { openStore } from "../../src/storage/db/open-store.ts";
import { ownFolder } from "../../src/storage/db/own-folder.ts";
import { poolerBefore } from "../helpers/pooler.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";

let folder: string;
let store: PostgresStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unusable-"));
  store = await freshPostgres();
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function refusal(ask: Promise<unknown>): Promise<string> {
  const error = await ask.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  const { message } = error as Error;
  expect(message).not.toMatch(/hush|\n/);
  return message;
}

describe("a server", () => {
  it.each([
    [
      "nothing listens",
      () => "postgres://u:hush@127.0.0.1:1/name",
      /^DATABASE_URL: nothing listens at 127\.0\.0\.1:1 /,
    ],
    ["no such host", () => "postgres://u:hush@no-such.invalid/x", /^DATABASE_URL: the host no-such\.invalid /],
    [
      "nothing at any address",
      () => "postgres://u:hush@localhost:1/x",
      /^DATABASE_URL: nothing listens at localhost:1 /,
    ],
    ["no such database", () => atServer("test:test", "nowhere"), /^DATABASE_URL: .* has no database nowhere /],
    ["no such user", () => atServer("nobody:hush", "nowhere"), /^DATABASE_URL: .* refuses the user nobody /],
    ["no address", () => "postgres://u:hush@[::1/x", /^DATABASE_URL: it cannot be read as an address/],
  ] satisfies [string, () => string, RegExp][])("%s", async (_name, url, line) => {
    expect(await refusal(checkServer(url()))).toMatch(line);
  });

  function atServer(user: string, name: string): string {
    return store.url.replace("test:test", user).replace(/\/[^/]*$/, `/${name}`);
  }

  it("a user who may make no tables", async () => {
    const role = `poor_${process.pid}`;
    await store.database.query(`create role ${role} login password 'hush'`);
    await store.database.query(`revoke create on schema public from public`);
    expect(await refusal(checkServer(store.url.replace("test:test", `${role}:hush`)))).toMatch(
      new RegExp(`^DATABASE_URL: the user ${role} may not make tables in the schema public. Allow it: grant create`),
    );
    await store.database.query(`drop role ${role}`);
  });

  it("a standby, which can only be read", async () => {
    const url = `${store.url}?options=${encodeURIComponent("-c default_transaction_read_only=on")}`;
    expect(await refusal(checkServer(url))).toMatch(/^DATABASE_URL: it can only be read\. Point it to the primary/);
  });

  it.each(["transaction", "statement"] as const)("behind a pooler that lends sessions for a %s", async (mode) => {
    for (const size of [1, 3]) {
      const pooler = await poolerBefore(store.url, { mode, size });
      expect(await refusal(checkServer(pooler.url))).toMatch(/^DATABASE_URL: a pooler .*pool_mode = session/);
      await pooler.close();
    }
  });

  it("that keeps sessions is accepted, behind a pooler as well", async () => {
    await checkServer(store.url);
    const pooler = await poolerBefore(store.url, { mode: "session", size: 5 });
    await checkServer(pooler.url);
    await pooler.close();
  });
});

describe("a folder", () => {
  it("that is a file, or below one", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const path of [file, join(file, "below")])
      expect(await refusal(ownFolder(path))).toMatch(/^DATA_DIR .* cannot be used: .*set another DATA_DIR/);
  });

  it("that is open to others and holds other things", async () => {
    const shared = join(folder, "shared");
    await mkdir(shared);
    await chmod(shared, 0o755);
    await writeFile(join(shared, "letters.txt"), "");
    expect(await refusal(ownFolder(shared))).toContain("is open to other users and holds other things (letters.txt)");
    expect((await stat(shared)).mode & 0o777).toBe(0o755);
  });

  it("of another user, without root", async () => {
    const theirs = join(folder, "theirs");
    await mkdir(theirs);
    await chmod(folder, 0o755);
    await chmod(theirs, 0o555);
    const isRoot = process.getuid?.() === 0;
    const program = `import { ownFolder } from ${JSON.stringify(OWN_FOLDER)};
      await ownFolder(${JSON.stringify(isRoot ? theirs : "/")}).catch((error) => console.log(error.message));`;
    const user = isRoot ? { uid: 1000, gid: 1000 } : {};
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "ignore"],
      ...user,
    });
    expect(await text(child.stdout)).toMatch(
      /^DATA_DIR \S+ (cannot be used: it belongs to another user|is open to other users)/,
    );
  });

  it("that exists and is open to all is closed to others, with everything in it", async () => {
    const open = join(folder, "open");
    await mkdir(join(open, "postgres", "base"), { recursive: true });
    await writeFile(join(open, "encryption-key"), `local:${Buffer.alloc(32, 1).toString("base64")}`, { mode: 0o644 });
    await chmod(open, 0o777);
    await rm(join(open, "postgres"), { recursive: true });
    const before = process.umask(0o022);
    const opened = await openStore({ databaseUrl: null, dataDir: open, encryptionKeys: null }, () => undefined);
    await opened.database.query("create table made_later (id int)");
    await opened.close();
    // As versions before left them.
    await chmod(join(open, "postgres"), 0o755);
    await chmod(join(open, "postgres", "PG_VERSION"), 0o644);
    await (await openStore({ databaseUrl: null, dataDir: open, encryptionKeys: null }, () => undefined)).close();
    process.umask(before);
    for (const path of [open, ...(await readdir(open, { recursive: true })).map((name) => join(open, name))])
      expect((await stat(path)).mode & 0o077, path).toBe(0);
  });
});

const OWN_FOLDER = join(import.meta.dirname, "../../src/storage/db/own-folder.ts");
