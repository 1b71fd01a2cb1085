/** Turns environment variables into a frozen configuration, or into one line that names the wrong variable. */
import { z } from "zod";
import { API_URL, DASHBOARD_URL, MEDIA_HOSTS } from "./aircall/vendor.ts";
import { URL_TEMPLATE } from "./gorgias/vendor.ts";

const port = z.coerce.number().int().min(1).max(65_533);
const url = z.string().refine(isAddress, "must be an http or https address");
/** Pages, cookies and redirect URIs need the root of a host. */
const origin = url.refine(
  (value) => /^https?:\/\/[^/\\@\s]+\/?$/i.test(value),
  "must be an address without a path, user or password",
);
const template = z
  .string()
  .refine((value) => value.includes("{account}"), "must contain {account}, which is replaced by the subdomain")
  .refine((value) => isAddress(value.replace("{account}", "acme")), "must be an http or https address");

/** Names and defaults are a promise to operators. The README lists them. */
export const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).optional(),
  PUBLIC_URL: origin.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  DATABASE_BACKEND: z.enum(["postgres", "cockroachdb", "citus"]).default("postgres"),
  DATA_DIR: z.string().min(1).optional(),
  ENCRYPTION_KEYS: z.string().min(1).optional(),
  ROLE: z.enum(["web", "worker", "all"]).default("all"),
  AIRCALL_CLIENT_ID: z.string().min(1).optional(),
  AIRCALL_CLIENT_SECRET: z.string().min(1).optional(),
  AIRCALL_API_URL: url.optional(),
  AIRCALL_DASHBOARD_URL: url.optional(),
  GORGIAS_CLIENT_ID: z.string().min(1).optional(),
  GORGIAS_CLIENT_SECRET: z.string().min(1).optional(),
  GORGIAS_URL: template.optional(),
  MEDIA_HOSTS: z.string().optional(),
  SANDBOX: z.enum(["0", "1"]).optional(),
  METRICS_TOKEN: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  // The SDK reads these and others itself. Here they only switch it on, or stop a start that would send nothing.
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal("http/protobuf").optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.literal("http/protobuf").optional(),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"]).default("otlp"),
  OTEL_SDK_DISABLED: z.string().optional(),
});

/** An example of a correct value. */
const EXAMPLES: Record<string, string> = {
  PORT: "3000",
  HOST: "127.0.0.1",
  PUBLIC_URL: "https://calls.example.com",
  DATABASE_URL: "postgres://user:password@host:5432/name",
  DATABASE_BACKEND: "postgres",
  ENCRYPTION_KEYS: "main:<base64 of 32 bytes>",
  ROLE: "all",
  GORGIAS_URL: URL_TEMPLATE,
  AIRCALL_API_URL: API_URL,
  AIRCALL_DASHBOARD_URL: DASHBOARD_URL,
  SANDBOX: "1",
  LOG_LEVEL: "info",
  OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://collector:4318/v1/traces",
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf",
  OTEL_TRACES_EXPORTER: "otlp",
};

export interface OauthApp {
  clientId: string;
  clientSecret: string;
}

export interface Config {
  port: number;
  host: string;
  publicUrl: string;
  databaseUrl: string | null;
  databaseBackend: "postgres" | "cockroachdb" | "citus";
  dataDir: string;
  /** Null: the service generates a key in the data folder. */
  encryptionKeys: { id: string; bytes: Uint8Array }[] | null;
  role: "web" | "worker" | "all";
  /** The OAuth apps. Null where only API keys are used. */
  aircallApp: OauthApp | null;
  gorgiasApp: OauthApp | null;
  aircallApiUrl: string;
  dashboardUrl: string;
  gorgiasUrl: string;
  mediaHosts: string[];
  sandbox: boolean;
  /** Null: `/metrics` answers on loopback only. */
  metricsToken: string | null;
  logLevel: string;
  /** Whether traces go to a collector. */
  sendsTraces: boolean;
}

/** The environment is not usable. `message` is one line for the operator. */
export class ConfigError extends Error {
  override name = "ConfigError" as const;
}

/** Pure, so tests pass a literal. Throws a ConfigError. */
export function configFrom(environment: Record<string, string | undefined>): Config {
  const env = readEnvironment(environment);
  const sandbox = isSandbox(env);
  checkCombinations(env);
  return Object.freeze({
    port: env.PORT,
    host: env.HOST ?? (sandbox ? "127.0.0.1" : "0.0.0.0"),
    publicUrl: (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, ""),
    databaseUrl: env.DATABASE_URL ?? null,
    databaseBackend: env.DATABASE_BACKEND,
    // Sandbox data never shares a folder with a real connection's data.
    dataDir: env.DATA_DIR ?? (sandbox ? "./data/sandbox" : "./data"),
    encryptionKeys: env.ENCRYPTION_KEYS ? keysFrom(env.ENCRYPTION_KEYS) : null,
    role: env.ROLE,
    sandbox,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    sendsTraces: sendsTraces(env),
    aircallApp: appFrom("AIRCALL", env.AIRCALL_CLIENT_ID, env.AIRCALL_CLIENT_SECRET) ?? (sandbox ? SANDBOX_APP : null),
    gorgiasApp: appFrom("GORGIAS", env.GORGIAS_CLIENT_ID, env.GORGIAS_CLIENT_SECRET) ?? (sandbox ? SANDBOX_APP : null),
    ...vendorsOf(env, sandbox),
  });
}

type Environment = z.infer<typeof environmentSchema>;

/** Many tools express "not set" as an empty variable. */
function readEnvironment(environment: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? "");
  throw new ConfigError(`${name}: ${issue?.message}. Example: ${name}=${EXAMPLES[name] ?? "…"}`);
}

/** Rejects values that are valid alone but not together. */
function checkCombinations(env: Environment): void {
  if (env.DATABASE_URL && !env.ENCRYPTION_KEYS) {
    throw new ConfigError(
      `ENCRYPTION_KEYS: required with DATABASE_URL. Example: ENCRYPTION_KEYS=${EXAMPLES["ENCRYPTION_KEYS"]}`,
    );
  }
  if (env.ROLE !== "all" && !env.DATABASE_URL) {
    throw new ConfigError(
      `ROLE: ${env.ROLE} runs only part of the service, and the other part cannot reach the embedded database. Set DATABASE_URL, or ROLE=all. Example: ROLE=all`,
    );
  }
}

function isSandbox(env: Environment): boolean {
  if (env.SANDBOX !== undefined) return env.SANDBOX === "1";
  return !env.AIRCALL_CLIENT_ID && !env.GORGIAS_CLIENT_ID && !env.DATABASE_URL;
}

function sendsTraces(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === "true" || env.OTEL_TRACES_EXPORTER === "none") return false;
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}

/** The simulators' client credentials, which protect nothing. */
const SANDBOX_APP: OauthApp = { clientId: "sandbox", clientSecret: "sandbox" };

/** Both must be set, or neither. No message quotes a secret. */
function appFrom(vendor: string, clientId?: string, clientSecret?: string): OauthApp | null {
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return null;
  const missing = clientId ? `${vendor}_CLIENT_SECRET` : `${vendor}_CLIENT_ID`;
  throw new ConfigError(`${missing}: is missing, but its counterpart is set. Example: ${missing}=…`);
}

/** The real vendors, or the two little ones on the ports beside ours. */
function vendorsOf(env: Environment, sandbox: boolean) {
  const beside = (offset: number) => `127.0.0.1:${env.PORT + offset}`;
  const aircall = sandbox ? `http://${beside(1)}` : null;
  const mediaHosts = env.MEDIA_HOSTS ?? (sandbox ? beside(1) : MEDIA_HOSTS);
  const trim = (address: string) => address.replace(/\/$/, "");
  return {
    aircallApiUrl: trim(env.AIRCALL_API_URL ?? aircall ?? API_URL),
    dashboardUrl: trim(env.AIRCALL_DASHBOARD_URL ?? aircall ?? DASHBOARD_URL),
    gorgiasUrl: trim(env.GORGIAS_URL ?? (sandbox ? `http://${beside(2)}/{account}` : URL_TEMPLATE)),
    mediaHosts: mediaHosts.split(",").flatMap((host) => host.trim().toLowerCase() || []),
  };
}

/** Scheme, host and path only, because the service appends paths. */
function isAddress(value: string): boolean {
  if (!URL.canParse(value) || /[?#{}]/.test(value)) return false;
  const { protocol, hostname } = new URL(value);
  return /^https?:$/.test(protocol) && hostname !== "";
}

/** `id:base64(32 bytes)[,older…]`. No message quotes the value. */
function keysFrom(text: string): { id: string; bytes: Uint8Array }[] {
  const keys = text.split(",").map((entry, i) => {
    const [id, base64] = entry.trim().split(":");
    const bytes = Buffer.from(base64 ?? "", "base64");
    if (!id || bytes.length !== 32) {
      throw new ConfigError(
        `ENCRYPTION_KEYS: entry ${i + 1} is not id:base64 of 32 bytes. Example: ${EXAMPLES["ENCRYPTION_KEYS"]}`,
      );
    }
    return { id, bytes };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new ConfigError(`ENCRYPTION_KEYS: two keys have the same id. Example: ${EXAMPLES["ENCRYPTION_KEYS"]}`);
  }
  return keys;
}
