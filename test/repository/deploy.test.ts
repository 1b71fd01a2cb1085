/**
 * Checks Dockerfile, compose file and dashboard without a container engine: what they name exists, and the image's
 * commands run.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { matchesGlob } from "node:path";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { configFrom } from "../../src/config.ts";
import { openMetrics } from "../../src/http/metrics.ts";
import { freePort } from "../helpers/free-port.ts";
import { copyProductionPackages } from "../helpers/production-packages.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (name: string) => readFile(join(ROOT, name), "utf8");

interface Instruction {
  name: string;
  rest: string;
  /** Counted from 0. */
  stage: number;
}

/** Instructions with continued lines joined. */
async function dockerfile(): Promise<Instruction[]> {
  const lines = (await read("Dockerfile"))
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n");
  let stage = -1;
  return lines.filter(Boolean).map((line) => {
    const [, name = "", rest = ""] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === "FROM") stage += 1;
    return { name, rest, stage };
  });
}

const last = (all: Instruction[], name: string) => all.findLast((one) => one.name === name)?.rest ?? "";
const ofLastStage = (all: Instruction[]) => all.filter(({ stage }) => stage === all.at(-1)?.stage);

/** Later rules win, as in Docker. */
function isIgnored(path: string, rules: readonly string[]): boolean {
  return rules.reduce((ignored, rule) => {
    const [pattern, verdict] = rule.startsWith("!") ? [rule.slice(1), false] : [rule, true];
    const parts = path.split("/");
    // Docker's star also matches names that begin with a dot.
    const hits = pattern === "*" || parts.some((_, i) => matchesGlob(parts.slice(0, i + 1).join("/"), pattern));
    return hits ? verdict : ignored;
  }, false);
}

async function ignoreRules(): Promise<string[]> {
  return (await read(".dockerignore")).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** Sources within the build folder, and their targets. */
function copies(all: readonly Instruction[]): { from: string[]; to: string; stage: number }[] {
  return all.flatMap(({ name, rest, stage }) => {
    if (name !== "COPY" || rest.includes("--from=")) return [];
    const words = rest.split(/\s+/);
    return [{ from: words.slice(0, -1), to: words.at(-1) ?? "", stage }];
  });
}

/** The commands of an `ENV` line. */
function variables(all: readonly Instruction[]): Record<string, string> {
  const env = all.filter(({ name }) => name === "ENV").map(({ rest }) => rest);
  return Object.fromEntries(
    env.flatMap((rest) => [...rest.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value])),
  );
}

const IMAGE_USER = { uid: 1000, gid: 1000 };

describe("the image", () => {
  it("is built on one Node, by its exact version: the one that tests run on", async () => {
    const manifest = JSON.parse(await read("package.json")) as { devDependencies: { node: string } };
    const bases = (await dockerfile()).filter(({ name }) => name === "FROM").map(({ rest }) => rest.split(" ")[0]);
    expect(new Set(bases)).toEqual(new Set([`node:${manifest.devDependencies.node}-bookworm-slim`]));
  });

  it("copies only what is there and what the build is given", async () => {
    const rules = await ignoreRules();
    for (const path of copies(await dockerfile()).flatMap(({ from }) => from)) {
      await expect(stat(join(ROOT, path)), path).resolves.toBeTruthy();
      expect(isIgnored(path.replace(/^\.\//, ""), rules), path).toBe(false);
    }
  });

  it.each([".env", ".git/config", "data/encryption-key", "node_modules/pg/package.json", "console/dist/index.html"])(
    "is not given %s",
    async (path) => {
      expect(isIgnored(path, await ignoreRules())).toBe(true);
    },
  );

  it("does not run as root, ends by the signal that the service waits for, and contains no secret", async () => {
    const all = await dockerfile();
    expect(last(all, "USER")).toBe("1000:1000");
    expect(ofLastStage(all).findIndex(({ name }) => name === "USER")).toBeGreaterThan(
      ofLastStage(all).findLastIndex(({ name }) => name === "COPY" || name === "RUN"),
    );
    expect(last(all, "STOPSIGNAL")).toBe("SIGTERM");
    expect(all.filter(({ name }) => name === "ARG")).toEqual([]);
    expect(Object.keys(variables(all)).filter((name) => /KEY|SECRET|TOKEN|PASSWORD|URL/.test(name))).toEqual([]);
  });

  it("is healthy when the service answers, and not when it fails or is silent", async () => {
    const command = last(await dockerfile(), "HEALTHCHECK").replace(/^.*? CMD /, "");
    const [, ...words] = JSON.parse(command) as string[];
    const check = async (port: number) => {
      const child = spawn(process.execPath, words, { env: { PORT: String(port) }, stdio: "ignore" });
      return ((await once(child, "exit")) as [number])[0];
    };
    let status = 200;
    const server = createServer((request, response) =>
      response.writeHead(request.url === "/healthz" ? status : 404).end(),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await check(port)).toBe(0);
    status = 503;
    expect(await check(port)).toBe(1);
    server.close();
    await once(server, "close");
    expect(await check(port)).toBe(1);
  });

  it("holds all that its command needs: by hand, in a folder that it cannot write, by another user than root, it starts and ends in good order", async () => {
    const all = await dockerfile();
    const folder = await mkdtemp(join(tmpdir(), "image-"));
    const [app, data] = [join(folder, "app"), join(folder, "data")];
    for (const inside of [app, data]) await mkdir(inside);
    const rules = await ignoreRules();
    for (const { from, to } of copies(ofLastStage(all))) {
      for (const path of from) {
        const target = to.endsWith("/") ? join(app, to, path) : join(app, to);
        await cp(join(ROOT, path), target, {
          recursive: true,
          filter: (source) => !isIgnored(source.slice(ROOT.length + 1).replaceAll(sep, "/"), rules),
        });
      }
    }
    expect((await readdir(app)).sort()).toEqual(["LICENSE", "migrations", "package.json", "src"]);
    const node = await copyProductionPackages(ROOT, app);
    await changeMode(app, "a-w,a+rX");
    await chmod(folder, 0o755);
    // The tests run as root, which can switch to another user, or as another user already.
    const user = process.getuid?.() === 0 ? IMAGE_USER : null;
    if (user) await chown(data, user.uid, user.gid);
    const [, ...words] = JSON.parse(last(all, "CMD")) as string[];
    const port = await freePort();
    const env = { ...variables(all), HOST: "127.0.0.1", PORT: String(port), DATA_DIR: data };
    const child = spawn(node, words, { cwd: app, env, stdio: ["ignore", "pipe", "pipe"], ...user });
    try {
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (piece: Buffer) => (said += piece.toString()));
      await vi.waitFor(() => expect(said).toContain("Ready at"), { timeout: 120_000, interval: 50 });
      const answers = await Promise.all(["healthz", "readyz"].map((path) => fetch(`http://127.0.0.1:${port}/${path}`)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
      await changeMode(app, "u+w");
    }
    await rm(folder, { recursive: true });
  }, 180_000);
});

async function changeMode(folder: string, mode: string): Promise<void> {
  const [code] = (await once(spawn("chmod", ["-R", mode, folder]), "exit")) as [number];
  expect(code).toBe(0);
}

/** The text of one service in a compose file. */
function serviceOf(compose: string, name: string): string {
  const from = compose.indexOf(`\n  ${name}:\n`);
  const rest = compose.slice(from + 1);
  const end = rest.slice(1).search(/\n(?: {2})?\w/);
  return end < 0 ? rest : rest.slice(0, end + 2);
}

describe("the compose file", () => {
  it.each(["service", "postgres", "proxy"])(
    "gives %s a file system that is only read, and no rights that it does not need",
    async (name) => {
      const text = serviceOf(await read("compose.yaml"), name);
      expect(text).toContain("    read_only: true\n");
      expect(text).toMatch(/ {4}tmpfs:\n {6}- \/tmp\n/);
      expect(text).toContain("    logging: *logging\n");
      expect(text).toMatch(/ {4}cap_drop:\n {6}- ALL\n/);
      expect(text).toMatch(/ {4}security_opt:\n {6}- no-new-privileges:true\n/);
      expect(text).not.toContain("privileged");
    },
  );

  it("starts the service once PostgreSQL is healthy, and gives it more than ten seconds to end", async () => {
    const compose = await read("compose.yaml");
    const service = serviceOf(compose, "service");
    expect(service).toMatch(/depends_on:\n {6}postgres:\n {8}condition: service_healthy\n/);
    expect(Number(/stop_grace_period: (\d+)s/.exec(service)?.[1])).toBeGreaterThan(10);
    expect(serviceOf(compose, "postgres")).toContain("pg_isready");
    expect(serviceOf(compose, "postgres")).toMatch(/image: postgres:18[.-]/);
    expect(serviceOf(compose, "postgres")).not.toContain("ports:");
  });

  it("holds no secret: each comes from the environment file, whose every line is used", async () => {
    const compose = await read("compose.yaml");
    for (const [, value = ""] of compose.matchAll(/(?:KEYS|SECRET|TOKEN|PASSWORD): (.*)$/gm))
      expect(value).toMatch(/^\$\{/);
    const example = await read("deploy/example.env");
    const given = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
    for (const [, name = "", value = ""] of given) {
      expect(compose, name).toContain(`\${${name}:`);
      expect(name === "PUBLIC_URL" || value === "", `${name} is filled in`).toBe(true);
    }
    const gitignore = await read(".gitignore");
    expect(gitignore.split("\n")).toContain(".env");
  });

  it("makes an environment that the service takes", async () => {
    const service = serviceOf(await read("compose.yaml"), "service");
    const secret = Buffer.alloc(32, 1).toString("base64");
    const given: Record<string, string> = {
      PUBLIC_URL: "https://calls.example.com",
      POSTGRES_PASSWORD: "pw",
      ENCRYPTION_KEYS: `main:${secret}`,
    };
    const lines = [...service.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)];
    const env = lines.map(([, name = "", value = ""]) => [
      name,
      value.replaceAll(
        /\$\{(\w+):[?-]([^}]*)\}/g,
        (_, key: string, other: string) => given[key] ?? (value.includes(":-") ? other : ""),
      ),
    ]);
    const config = configFrom({ ...variables(await dockerfile()), ...Object.fromEntries(env) });
    expect(config).toMatchObject({
      databaseUrl: "postgres://aircall_gorgias:pw@postgres:5432/aircall_gorgias",
      publicUrl: "https://calls.example.com",
      sandbox: false,
      host: "0.0.0.0",
      metricsToken: null,
    });
  });
});

describe("the board", () => {
  interface Board {
    panels: { id: number; title: string; targets: { expr: string }[] }[];
  }

  const nothing = { oldest: null, waiting: [], failed: 0, connections: [], rateLimits: [], jobs: [] };

  it("asks only for metrics that there are, and shows each of ours", async () => {
    const board = JSON.parse(await read("deploy/grafana.json")) as Board;
    const page = await openMetrics({ work: { read: async () => nothing }, clock: () => 0 }).render();
    const there = new Set([...page.matchAll(/^# TYPE (\w+)/gm)].map(([, name = ""]) => name));
    const asked = board.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) =>
        [...expr.matchAll(/\b(\w+)\{/g)].map(([, name = ""]) => name.replace(/_(bucket|count|sum)$/, "")),
      ),
    );
    expect(asked.filter((name) => !there.has(name))).toEqual([]);
    const ours = [...there].filter((name) => name.startsWith("aircall_gorgias_"));
    expect(ours.filter((name) => !asked.includes(name))).toEqual([]);
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  });

  it("and the guide's table names each of ours", async () => {
    const page = await openMetrics({ work: { read: async () => nothing }, clock: () => 0 }).render();
    const guide = await read("docs/operating.md");
    const names = [...page.matchAll(/^# TYPE aircall_gorgias_(\w+)/gm)].map(([, name = ""]) => name);
    expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
});
