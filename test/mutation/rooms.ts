/** The folders of `src`, and for each the fastest tests that should notice a change. */

export interface Room {
  /** Patterns of files. Tests, ports and translations are never changed. */
  source: readonly string[];
  tests: readonly string[];
  /** The least share of changes that the tests must notice, in percent. */
  least: number;
}

const journeys = (...names: string[]): string[] => names.map((name) => `test/journeys/${name}.test.ts`);
const contracts = (...names: string[]): string[] => names.map((name) => `test/contracts/${name}.test.ts`);

export const ROOMS = {
  domain: {
    source: ["src/domain/**/*.ts", "src/rate-limit/**/*.ts"],
    tests: ["src/domain/**/*.test.ts", "src/rate-limit/**/*.test.ts"],
    least: 97,
  },
  storage: {
    source: ["src/storage/**/*.ts"],
    tests: [
      "src/storage/**/*.test.ts",
      ...contracts("stores-on-pglite", "stores-on-postgres", "erase", "retention", "rotate-keys", "reports"),
      ...contracts("admin-activity", "admin-stores", "admin-waiting", "metrics-queries", "request-distribution"),
      ...contracts("pglite-on-disk", "postgres-failover", "unusable-stores", "new-database"),
    ],
    least: 90,
  },
  vendors: {
    source: ["src/aircall/**/*.ts", "src/gorgias/**/*.ts", "src/outbound/**/*.ts", "src/kit/**/*.ts"],
    tests: [
      "src/{aircall,gorgias,outbound,kit}/**/*.test.ts",
      ...contracts(
        "aircall-{client,messages}",
        "gorgias-{client,failures,messages,upload}",
        "oauth-clients",
        "post-json",
        "hostile-answers",
        "media-hosts",
      ),
      ...journeys("ssrf", "hanging", "media", "message-files"),
    ],
    least: 90,
  },
  sync: {
    source: ["src/sync/**/*.ts"],
    tests: [
      "src/sync/**/*.test.ts",
      ...journeys("call", "card", "tags", "conversation", "customer*", "media", "past", "internal-lines"),
      ...journeys("message-{candidates,failures,files,parts,pause,requests,times,verify}", "ticket-gone"),
      ...journeys("rejected-fields", "late-write", "freshness", "requests", "catch-up", "read-again", "maintenance"),
    ],
    least: 90,
  },
  connections: {
    source: ["src/connections/**/*.ts", "src/run/**/*.ts", "src/*.ts"],
    tests: [
      "src/{connections,run}/**/*.test.ts",
      "src/*.test.ts",
      ...journeys("authorisation", "install", "uninstall", "disconnect", "alerts", "maintenance", "webhooks", "roles"),
      ...journeys("connection-{add,api}", "catch-up", "freshness", "health", "time-zone", "doctor", "admin-api"),
      ...journeys("set-up", "install-failures", "settings-api", "logs", "traces", "past", "refused-starts"),
      ...contracts("run-here", "every-request", "request-limits"),
    ],
    least: 90,
  },
  http: {
    source: ["src/http/**/*.ts", "src/cli/**/*.ts"],
    tests: [
      "src/{http,cli}/**/*.test.ts",
      ...contracts(
        "admin-{activity,guard,stores,waiting}",
        "activity-api",
        "api-token-routes",
        "openapi",
        "reports",
        "webhook-example",
      ),
      ...journeys("admin-api", "public-endpoints", "install", "command-line", "plain-pages", "fuzz"),
    ],
    least: 90,
  },
} as const satisfies Record<string, Room>;

/** What the statements of `storage` mean: see statements/. */
export const STATEMENTS = { name: "statements", least: 90 } as const;

export type RoomName = keyof typeof ROOMS;

/** Nothing in these files decides anything. */
export const UNCHANGED = [
  "!src/**/*.test.ts",
  "!src/domain/ports/**",
  "!src/rate-limit/port.ts",
  "!src/domain/translations/en.ts",
  "!src/domain/translations/fr.ts",
  "!src/domain/translations/settings-en.ts",
  "!src/domain/translations/settings-fr.ts",
];
