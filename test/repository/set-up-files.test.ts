/** Files that an operator copies: the environment of the unit, its command, the SQL, the proxies. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { configFrom, environmentSchema } from "../../src/config.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { checkServer } from "../../src/storage/db/check-server.ts";
import { shared } from "../helpers/shared.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (name: string) => readFile(join(ROOT, "deploy", name), "utf8");

describe("under systemd", () => {
  it("the environment file makes a configuration, and names only variables that there are", async () => {
    const text = await read("aircall-gorgias.env");
    const set = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value] as const);
    expect(configFrom(Object.fromEntries(set))).toMatchObject({
      sandbox: false,
      host: "127.0.0.1",
      dataDir: "/var/lib/aircall-gorgias",
    });
    const named = [...text.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    for (const name of named) expect(environmentSchema.shape).toHaveProperty(name);
  });

  it("the unit and the command use one environment file and one program", async () => {
    const [unit, command] = await Promise.all(["aircall-gorgias.service", "aircall-gorgias-command"].map(read));
    for (const text of [unit, command]) {
      expect(text).toContain("EnvironmentFile=/etc/aircall-gorgias.env");
      expect(text).toContain("/opt/aircall-gorgias/node_modules/.bin/aircall-gorgias");
    }
    expect((await stat(join(ROOT, "deploy/aircall-gorgias-command"))).mode & 0o111).toBe(0o111);
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit ?? "")?.[1])).toBeGreaterThan(10);
  });
});

it("the SQL makes a role and a database in which the service can begin, and that others cannot enter", async () => {
  const server = await shared("postgres");
  const admin = new pg.Client({ connectionString: `${server}/postgres` });
  await admin.connect();
  const url = new URL(`${server}/aircall_gorgias`);
  Object.assign(url, { username: "aircall_gorgias", password: "replace this" });
  try {
    const text = (await read("postgres.sql")).replaceAll(/^--.*$/gm, "");
    for (const statement of text.split(";").filter((part) => part.trim() !== "")) await admin.query(statement);
    await checkServer(url.href);
    const database = openPostgres({ url: url.href }, () => undefined);
    expect((await migrate(database)).length).toBeGreaterThan(0);
    await database.close();
    const { rows } = await admin.query(
      `select has_database_privilege('pg_monitor', 'aircall_gorgias', 'connect') as may`,
    );
    expect(rows).toEqual([{ may: false }]);
  } finally {
    await admin.query("drop database if exists aircall_gorgias with (force)");
    await admin.query("drop role if exists aircall_gorgias");
    await admin.end();
  }
});

it.each(["proxy/Caddyfile", "proxy/haproxy.cfg", "Caddyfile"])("%s asks whether a node is ready", async (name) => {
  expect(await read(name)).toContain("/readyz");
});

it("nginx and HAProxy name the client and the protocol as the service reads them", async () => {
  for (const text of await Promise.all(["proxy/nginx.conf", "proxy/haproxy.cfg"].map(read)))
    for (const header of ["X-Forwarded-For", "X-Forwarded-Proto", "X-Request-Id"]) expect(text).toContain(header);
});
