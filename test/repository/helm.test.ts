/**
 * The Helm chart without Helm: its schema takes and refuses values as it should, its templates use every value and no
 * other, and what they set is what the service reads.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { configFrom, environmentSchema } from "../../src/config.ts";
import { VERSION } from "../../src/kit/version.ts";

const CHART = join(import.meta.dirname, "../../deploy/helm");
const read = (name: string) => readFile(join(CHART, name), "utf8");

type Values = Record<string, unknown>;

const defaults = parse(await read("values.yaml")) as Values;
const schema = z.fromJSONSchema(JSON.parse(await read("values.schema.json")) as Parameters<typeof z.fromJSONSchema>[0]);
const required = { publicUrl: "https://calls.example.com", secretName: "aircall-gorgias" };
const names = (await readdir(join(CHART, "templates"))).sort();
const templates = new Map(
  await Promise.all(names.map(async (name) => [name, await read(`templates/${name}`)] as const)),
);
const all = [...templates.values()].join("\n");

it("has the version of the service", async () => {
  expect(parse(await read("Chart.yaml"))).toMatchObject({ apiVersion: "v2", version: VERSION, appVersion: VERSION });
});

describe("the schema", () => {
  const isTaken = (values: Values) => schema.safeParse({ ...defaults, ...required, ...values }).success;

  it.each([
    {},
    {
      nodes: [
        { role: "web", replicas: 2 },
        { role: "worker", replicas: 3 },
      ],
    },
    { env: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" } },
    { ingress: { enabled: true, className: "nginx", annotations: {}, tlsSecretName: "calls-tls" } },
  ])("takes %j", (values) => {
    expect(isTaken(values)).toBe(true);
  });

  it.each([
    { publicUrl: "" },
    { publicUrl: "calls.example.com" },
    { publicUrl: "https://calls.example.com/path" },
    { secretName: "" },
    { nodes: [] },
    { nodes: [{ role: "both", replicas: 2 }] },
    { nodes: [{ role: "all", replicas: "2" }] },
    { logLevel: "loud" },
    { env: { PORT: 3000 } },
    { env: { "some-name": "x" } },
    { podMonitor: { enabled: true, interval: "often" } },
    { replicaCount: 3 },
  ])("refuses %j", (values) => {
    expect(isTaken(values)).toBe(false);
  });

  it("has a place for every default", () => {
    const { properties } = JSON.parse(JSON.stringify(z.toJSONSchema(schema))) as { properties: Values };
    expect(Object.keys(defaults).filter((name) => !Object.hasOwn(properties, name))).toEqual([]);
  });
});

describe("the templates", () => {
  const used = [...all.matchAll(/\.Values\.([\w.]+)/g)].map(([, path = ""]) => path);

  it("use only values that there are, and every one of them", () => {
    const valueAt = (path: string) =>
      path.split(".").reduce<unknown>((at, key) => (at as Values | undefined)?.[key], defaults);
    expect(used.filter((path) => valueAt(path) === undefined)).toEqual([]);
    const tops = new Set(used.map((path) => path.split(".")[0]));
    expect(Object.keys(defaults).filter((name) => !tops.has(name))).toEqual([]);
  });

  it("open and close every block", () => {
    for (const [name, text] of templates) {
      const actions = [...text.matchAll(/\{\{-?\s*(\w+)/g)].map(([, word = ""]) => word);
      const opened = actions.filter((word) => ["if", "range", "with", "define"].includes(word)).length;
      expect(actions.filter((word) => word === "end").length, name).toBe(opened);
    }
  });

  it("give the service an environment that it takes", () => {
    const deployment = templates.get("deployment.yaml") ?? "";
    const fixed = [...deployment.matchAll(/^ {12}- name: ([A-Z_]+)$/gm)].map(([, name = ""]) => name);
    expect(fixed).toEqual(["ROLE", "PUBLIC_URL", "LOG_LEVEL"]);
    for (const name of fixed) expect(environmentSchema.shape).toHaveProperty(name);
    const secret = {
      DATABASE_URL: "postgres://u:p@db:5432/n",
      ENCRYPTION_KEYS: `main:${Buffer.alloc(32).toString("base64")}`,
    };
    const set = { ROLE: "web", PUBLIC_URL: required.publicUrl, LOG_LEVEL: "info" };
    expect(configFrom({ ...secret, ...set, SANDBOX: "0" })).toMatchObject({ role: "web", sandbox: false, port: 3000 });
  });

  it("ask the addresses that the service answers, and let it end by itself", () => {
    const deployment = templates.get("deployment.yaml") ?? "";
    expect(deployment).toMatch(/readinessProbe:\n +httpGet:\n +path: \/readyz\n/);
    expect(deployment).toMatch(/livenessProbe:\n +httpGet:\n +path: \/healthz\n/);
    expect(Number(/terminationGracePeriodSeconds: (\d+)/.exec(deployment)?.[1])).toBeGreaterThan(10);
    expect(deployment).toContain("readOnlyRootFilesystem: true");
  });
});
