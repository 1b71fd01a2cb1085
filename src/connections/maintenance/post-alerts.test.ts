/** Alerts that are posted to the admin's address: each once, and again after a failure. */
import { describe, expect, it } from "vitest";
import { postAlerts, type PostAlertsDeps } from "./post-alerts.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
const DAY_MS = 86_400_000;

function admin(alertUrl = "https://hooks.example.com/secret") {
  const posts: string[] = [];
  const logged: unknown[] = [];
  const failing = { post: false, database: false };
  let untold = [1, 2].map((id) => ({ id, kind: "no admin", detail: {}, raisedAt: new Date(NOW), resolvedAt: null }));
  const since: number[] = [];
  const deps = {
    clock: () => NOW,
    publicUrl: "https://service.example",
    installs: { read: async () => ({ account: "acme" }) },
    connections: { withAccount: async () => ({ settings: { alertUrl, language: "en" } }) },
    alerts: {
      untold: async (_id: string, from: number) => (since.push(from), untold),
      async markTold(_id: string, ids: readonly number[]) {
        if (failing.database) throw new Error("the database is down");
        untold = untold.filter(({ id }) => !ids.includes(id));
      },
    },
    async postJson(url: string, { text }: { text: string }) {
      if (failing.post) throw new Error("it does not answer");
      posts.push(`${url} ${text}`);
    },
    log: { warn: (about: unknown) => logged.push(about) },
  } as unknown as PostAlertsDeps;
  return { posts, logged, failing, since, post: () => postAlerts(deps, "one") };
}

describe("new alerts", () => {
  it("are posted together, once", async () => {
    const { posts, since, post } = admin();
    await post();
    await post();
    expect(posts).toHaveLength(1);
    expect(posts[0]?.split("\n")).toHaveLength(3);
    expect(since[0]).toBe(NOW - DAY_MS);
  });

  it("are posted again where the address does not take them, and the log has nothing of the address", async () => {
    const { posts, logged, failing, post } = admin();
    failing.post = true;
    await post();
    expect(JSON.stringify(logged)).not.toContain("hooks.example.com");
    expect(logged).toHaveLength(1);
    failing.post = false;
    await post();
    expect(posts).toHaveLength(1);
  });

  it("are posted again where the database did not store that they were", async () => {
    const { posts, failing, post } = admin();
    failing.database = true;
    await expect(post()).rejects.toThrow("the database is down");
    failing.database = false;
    await post();
    await post();
    expect(posts).toHaveLength(2);
  });

  it("are not posted without an address", async () => {
    const { posts, since, post } = admin("");
    await post();
    expect([posts, since]).toEqual([[], []]);
  });
});
