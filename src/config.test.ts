/** The environment, right and wrong. */
import { describe, expect, it } from "vitest";
import { ConfigError, configFrom } from "./config.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OTHER = Buffer.alloc(32, 8).toString("base64");
const database = { DATABASE_URL: "postgres://user:hush@db:5432/calls", ENCRYPTION_KEYS: `main:${KEY}` };

function messageOf(environment: Record<string, string>): string {
  try {
    configFrom(environment);
    return "accepted";
  } catch (error) {
    return error instanceof ConfigError ? error.message : "another error";
  }
}

describe("configFrom", () => {
  it("stands up the sandbox where nothing is set", () => {
    expect(configFrom({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://127.0.0.1:3000",
      databaseUrl: null,
      databaseBackend: "postgres",
      dataDir: "./data/sandbox",
      encryptionKeys: null,
      role: "all",
      sandbox: true,
      metricsToken: null,
      logLevel: "info",
      sendsTraces: false,
      aircallApp: { clientId: "sandbox", clientSecret: "sandbox" },
      gorgiasApp: { clientId: "sandbox", clientSecret: "sandbox" },
      aircallApiUrl: "http://127.0.0.1:3001",
      dashboardUrl: "http://127.0.0.1:3001",
      gorgiasUrl: "http://127.0.0.1:3002/{account}",
      mediaHosts: ["127.0.0.1:3001"],
    });
  });

  it("speaks to the real vendors on all addresses once it is not the sandbox", () => {
    const real = {
      sandbox: false,
      host: "0.0.0.0",
      aircallApiUrl: "https://api.aircall.io",
      dashboardUrl: "https://dashboard.aircall.io",
      gorgiasUrl: "https://{account}.gorgias.com",
      mediaHosts: [
        "aircall.io",
        "s3.amazonaws.com",
        "s3.*.amazonaws.com",
        "s3.dualstack.*.amazonaws.com",
        "s3-*.amazonaws.com",
      ],
    };
    expect(configFrom({ AIRCALL_CLIENT_ID: "a", AIRCALL_CLIENT_SECRET: "s" })).toMatchObject(real);
    expect(configFrom({ GORGIAS_CLIENT_ID: "g", GORGIAS_CLIENT_SECRET: "s" })).toMatchObject(real);
    expect(configFrom({ SANDBOX: "0" })).toMatchObject(real);
    expect(configFrom({ SANDBOX: "1", AIRCALL_CLIENT_ID: "a", AIRCALL_CLIENT_SECRET: "s" })).toMatchObject({
      sandbox: true,
      host: "127.0.0.1",
    });
  });

  it("wants both halves of an app, and repeats no secret", () => {
    expect(() => configFrom({ GORGIAS_CLIENT_SECRET: "very-secret" })).toThrow(/^GORGIAS_CLIENT_ID: is missing/);
    expect(() => configFrom({ AIRCALL_CLIENT_SECRET: "very-secret" })).not.toThrow(/very-secret/);
  });

  it("takes every variable as it is given", () => {
    const config = configFrom({
      ...database,
      PORT: "8080",
      HOST: "::",
      PUBLIC_URL: "https://calls.example.com/",
      DATABASE_BACKEND: "citus",
      GORGIAS_CLIENT_ID: "g",
      GORGIAS_CLIENT_SECRET: "gorgias-secret",
      DATA_DIR: "/data",
      ROLE: "worker",
      AIRCALL_API_URL: "https://aircall.example.com/",
      AIRCALL_DASHBOARD_URL: "https://board.example.com/",
      GORGIAS_URL: "http://127.0.0.1:4002/{account}/",
      MEDIA_HOSTS: " Files.Example.com , 127.0.0.1:4001,,",
      METRICS_TOKEN: "metrics-secret",
      LOG_LEVEL: "debug",
    });
    expect(config).toEqual({
      port: 8080,
      host: "::",
      publicUrl: "https://calls.example.com",
      databaseUrl: database.DATABASE_URL,
      databaseBackend: "citus",
      dataDir: "/data",
      encryptionKeys: [{ id: "main", bytes: Buffer.alloc(32, 7) }],
      role: "worker",
      sandbox: false,
      metricsToken: "metrics-secret",
      logLevel: "debug",
      sendsTraces: false,
      aircallApp: null,
      gorgiasApp: { clientId: "g", clientSecret: "gorgias-secret" },
      aircallApiUrl: "https://aircall.example.com",
      dashboardUrl: "https://board.example.com",
      gorgiasUrl: "http://127.0.0.1:4002/{account}",
      mediaHosts: ["files.example.com", "127.0.0.1:4001"],
    });
  });

  it("takes an empty variable for one that is not set, and ignores unknown ones", () => {
    const empty = { PORT: "", DATABASE_URL: "", SANDBOX: "", ROLE: "", PATH: "/bin", WEATHER: "fine" };
    expect(configFrom(empty)).toEqual(configFrom({}));
  });

  it("puts the sandbox's vendors on the ports beside its own", () => {
    expect(configFrom({ PORT: "4000" })).toMatchObject({
      publicUrl: "http://127.0.0.1:4000",
      aircallApiUrl: "http://127.0.0.1:4001",
      gorgiasUrl: "http://127.0.0.1:4002/{account}",
      mediaHosts: ["127.0.0.1:4001"],
    });
  });

  it("keeps what the sandbox makes apart from what a real shop keeps, unless a folder is named", () => {
    expect(configFrom({ SANDBOX: "0" }).dataDir).toBe("./data");
    expect(configFrom({ SANDBOX: "1" }).dataDir).toBe("./data/sandbox");
    expect(configFrom({ SANDBOX: "1", DATA_DIR: "./mine" }).dataDir).toBe("./mine");
  });

  it.each([
    ["https://calls.example.com", "https://calls.example.com"],
    ["https://calls.example.com/", "https://calls.example.com"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
    ["https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
  ])("takes PUBLIC_URL %s", (PUBLIC_URL, publicUrl) => {
    expect(configFrom({ PUBLIC_URL }).publicUrl).toBe(publicUrl);
  });

  it.each([
    "https://calls.example.com/aircall",
    "https://calls.example.com/aircall/",
    "https://calls.example.com//",
    "https://calls.example.com/.",
    "https://user:hush@calls.example.com",
    "https://calls.example.com/?a",
    "https://calls.example.com#a",
    " https://calls.example.com",
    "https://calls.example.com\\x",
  ])("refuses PUBLIC_URL %j: pages, cookies and redirects are at the root of a host", (PUBLIC_URL) => {
    const message = messageOf({ PUBLIC_URL });
    expect(message).toMatch(/^PUBLIC_URL: must be an .*Example: PUBLIC_URL=https:\/\/calls\.example\.com$/);
    expect(message).not.toMatch(/hush|\n/);
  });

  it.each(["web", "worker"])("refuses ROLE=%s with the embedded database", (ROLE) => {
    expect(messageOf({ ROLE, SANDBOX: "0" })).toMatch(/^ROLE: .*DATABASE_URL.*Example: ROLE=all$/);
    expect(configFrom({ ...database, ROLE }).role).toBe(ROLE);
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(configFrom({}))).toBe(true);
  });

  it("reads several keys, the first of which encrypts", () => {
    const { encryptionKeys } = configFrom({ ENCRYPTION_KEYS: `new:${KEY}, old:${OTHER}` });
    expect(encryptionKeys?.map(({ id, bytes }) => [id, bytes[0], bytes.length])).toEqual([
      ["new", 7, 32],
      ["old", 8, 32],
    ]);
  });
});

describe("a wrong value", () => {
  it.each([
    ["PORT", "http", "PORT=3000"],
    ["PORT", "0", "PORT=3000"],
    ["PORT", "65534", "PORT=3000"],
    ["PORT", "80.5", "PORT=3000"],
    ["PUBLIC_URL", "calls.example.com", "PUBLIC_URL=https://calls.example.com"],
    ["DATABASE_URL", "mysql://db/calls", "DATABASE_URL=postgres://user:password@host:5432/name"],
    ["DATABASE_BACKEND", "mysql", "DATABASE_BACKEND=postgres"],
    ["ENCRYPTION_KEYS", "word", "ENCRYPTION_KEYS=main:<base64 of 32 bytes>"],
    ["ROLE", "both", "ROLE=all"],
    ["AIRCALL_API_URL", "aircall", "AIRCALL_API_URL=https://api.aircall.io"],
    ["AIRCALL_DASHBOARD_URL", "aircall", "AIRCALL_DASHBOARD_URL=https://dashboard.aircall.io"],
    ["GORGIAS_URL", "{account}", "GORGIAS_URL=https://{account}.gorgias.com"],
    ["SANDBOX", "yes", "SANDBOX=1"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL=info"],
  ])("of %s (%j) is told in one line with an example", (name, value, example) => {
    const message = messageOf({ [name]: value });
    const told = message.includes(`ENCRYPTION_KEYS: entry`)
      ? message.replace("Example: ", `Example: ${name}=`)
      : message;
    expect(told).toMatch(new RegExp(`^${name}: [^\\n]+\\. Example: `));
    expect(told.endsWith(`Example: ${example}`)).toBe(true);
  });

  it("is also the missing keys of a real database", () => {
    expect(messageOf({ DATABASE_URL: database.DATABASE_URL })).toBe(
      "ENCRYPTION_KEYS: required with DATABASE_URL. Example: ENCRYPTION_KEYS=main:<base64 of 32 bytes>",
    );
  });

  it.each([
    ["too short", `main:${Buffer.alloc(31).toString("base64")}`, 1],
    ["too long", `main:${Buffer.alloc(33).toString("base64")}`, 1],
    ["without id", `:${KEY}`, 1],
    ["without bytes", "main", 1],
    ["the second one", `main:${KEY},old:hush`, 2],
    ["an empty one", `main:${KEY},`, 2],
  ])("of a key (%s) is told by its place", (_, ENCRYPTION_KEYS, place) => {
    const message = messageOf({ ENCRYPTION_KEYS });
    expect(message).toMatch(new RegExp(`^ENCRYPTION_KEYS: entry ${place} is not id:base64 of 32 bytes\\.`));
  });

  it("never repeats a secret", () => {
    const messages = [
      messageOf({ ENCRYPTION_KEYS: `main:${KEY},hush` }),
      messageOf({ ENCRYPTION_KEYS: "hushhush" }),
      messageOf({ DATABASE_URL: "mysql://user:hush@db/calls" }),
      messageOf({ ...database, PORT: "x" }),
      messageOf({ DATABASE_URL: database.DATABASE_URL }),
      messageOf({ PUBLIC_URL: "//user:hush@x" }),
    ];
    expect(messages.map((message) => message.slice(0, message.indexOf(":")))).toEqual([
      "ENCRYPTION_KEYS",
      "ENCRYPTION_KEYS",
      "DATABASE_URL",
      "PORT",
      "ENCRYPTION_KEYS",
      "PUBLIC_URL",
    ]);
    for (const message of messages) {
      expect(message).not.toContain("hush");
      expect(message).not.toContain(KEY);
    }
  });
});
