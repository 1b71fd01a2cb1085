/** What cannot work is refused at the start: one line that names the variable and the way out, exit code 1. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import { configFrom } from "../../src/config.ts";
import { startSandbox } from "../../sandbox/start.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { freePort } from "../helpers/free-port.ts";
import { runMain, startMain } from "../helpers/main-process.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";

// Each test starts processes, one after the other.
vi.setConfig({ testTimeout: 180_000 });

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const KEYS = `main:${key(7)}`;

let folder: string;
let store: PostgresStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refused-"));
  store = await freshPostgres();
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A connection as `connection add` leaves it, in the database of these variables. */
async function addReal(variables: Record<string, string>): Promise<void> {
  const sandbox = await startSandbox();
  const config = configFrom({
    SANDBOX: "0",
    ...variables,
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
  });
  const services = await buildServices(config, { log: createLogger("silent") });
  const { connections, installs, setup, ids, clock } = services;
  const { gorgias, aircall } = sandbox.keys;
  const added = await addConnection(
    { connections, installs, setup, ids, clock, publicUrl: config.publicUrl },
    {
      account: "acme",
      gorgias: { kind: "basic", user: gorgias.email, password: gorgias.apiKey },
      aircall: { kind: "basic", user: aircall.apiId, password: aircall.apiToken },
      lines: "all",
    },
  );
  await services.close();
  await sandbox.close();
  expect(added.kind).toBe("added");
}

/** The message of the one line of the log that it writes, with nothing of a stack, of Node or of a secret. */
async function refusal(variables: Record<string, string>, options?: Parameters<typeof runMain>[1]): Promise<string> {
  const { code, said } = await runMain({ PORT: String(await freePort()), ...variables }, options);
  const lines = said.trim().split("\n");
  expect(lines, said).toHaveLength(1);
  expect(said).not.toMatch(/hush|node_modules|node:internal/);
  expect(code).toBe(1);
  const { level, msg } = JSON.parse(lines[0] ?? "") as { level: number; msg: string };
  expect(level).toBe(60);
  return msg;
}

const onPostgres = (url: string) => ({ DATABASE_URL: url, ENCRYPTION_KEYS: KEYS });

describe("a real connection is never lost", () => {
  it("the sandbox does not start on a folder that holds a real connection, and leaves it as it was", async () => {
    const DATA_DIR = join(folder, "real");
    await addReal({ DATA_DIR });
    expect(await refusal({ DATA_DIR })).toBe(
      "DATA_DIR holds a real connection (acme). Set SANDBOX=0, or another DATA_DIR.",
    );
    const { code, said: doctor } = await runMain({ DATA_DIR, SANDBOX: "0" }, { args: ["doctor", "--account", "acme"] });
    expect([code, doctor]).toEqual([1, expect.stringContaining("acme: connection: it is active")]);
  });

  it("nor on a server that does", async () => {
    const own = await freshPostgres();
    await addReal(onPostgres(own.url));
    expect(await refusal({ ...onPostgres(own.url), SANDBOX: "1" })).toBe(
      "DATABASE_URL holds a real connection (acme). Set SANDBOX=0, or another DATABASE_URL.",
    );
    expect(await own.database.query("select account, status from connections")).toEqual([
      { account: "acme", status: "active" },
    ]);
    await own.close();
  });

  it("the sandbox starts again on its own folder, with an account that is its own, and no real service does", async () => {
    const variables = { DATA_DIR: join(folder, "sandbox"), PORT: String(await freePort()) };
    for (let n = 0; n < 2; n += 1) {
      const main = startMain(variables);
      await main.ready();
      expect(main.said()).toContain("/sandbox/app");
      expect(await main.stop()).toBe(0);
    }
    expect(await refusal({ ...variables, SANDBOX: "0" })).toBe(
      "DATA_DIR holds sandbox data. Set another DATA_DIR, or SANDBOX=1.",
    );
  });
});

it("a start whose database or folder cannot be used says so in one line, and ends", async () => {
  expect(await refusal(onPostgres("postgres://u:hush@127.0.0.1:1/name"))).toMatch(
    /^DATABASE_URL: nothing listens at 127\.0\.0\.1:1 /,
  );
  const file = join(folder, "file");
  await writeFile(file, "");
  expect(await refusal({ DATA_DIR: file })).toMatch(/^DATA_DIR .*file cannot be used: .*set another DATA_DIR/);
});

describe("what could only fail later", () => {
  it.each([`main:${key(8)}`, `other:${key(7)}`, `new:${key(8)},main:${key(9)}`])(
    "a well-formed key that is not the one that sealed",
    async (ENCRYPTION_KEYS) => {
      const own = await freshPostgres();
      await addReal(onPostgres(own.url));
      expect(await refusal({ ...onPostgres(own.url), ENCRYPTION_KEYS })).toMatch(
        /^ENCRYPTION_KEYS: the key "main", which sealed the aircall credential of acme, is (missing|another)/,
      );
      await own.close();
    },
  );

  it.each(["web", "worker"])("ROLE=%s with the embedded database", async (ROLE) => {
    expect(await refusal({ ROLE, DATA_DIR: join(folder, "half") })).toMatch(/^ROLE: .*Example: ROLE=all/);
  });

  it("an address that this machine does not have", async () => {
    expect(await refusal({ ...onPostgres(store.url), HOST: "192.0.2.1" })).toMatch(/^HOST: .*HOST=127\.0\.0\.1/);
  });
});
