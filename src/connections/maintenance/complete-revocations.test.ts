/** N6: what is to be undone at the vendors: each by itself, again until it is done, and nothing that is in use. */
import { describe, expect, it } from "vitest";
import type { Installation, Revocation } from "../../domain/ports/install.ts";
import { RequestError } from "../../kit/request-error.ts";
import { completeRevocations, type RevocationDeps } from "./complete-revocations.ts";

const token = (name: string) => ({
  kind: "bearer" as const,
  accessToken: name,
  refreshToken: `refresh ${name}`,
  expiresAt: null,
  obtainedAt: 0,
});
const gorgias = (id: number, name: string): Revocation => ({
  id,
  connectionId: "one",
  account: "acme",
  vendor: "gorgias",
  credential: token(name),
  webhookId: null,
  appOff: false,
});
const aircall = (id: number, more: Partial<Revocation>): Revocation => ({
  ...gorgias(id, "aircall"),
  vendor: "aircall",
  ...more,
});

/** Both vendors, with what the connection uses now. */
function undoing(revocations: Revocation[], now: Partial<Installation> = {}) {
  const done: string[] = [];
  const left = [...revocations];
  const failing = new Set<string>();
  const act = async (what: string) => {
    if (failing.has(what)) throw new RequestError(`${what}: 503`, { fate: "later", status: 503 });
    done.push(what);
  };
  const stored = { gorgias: token("in use"), company: null as string | null };
  const deps = {
    clock: () => 0,
    log: { warn: () => undefined },
    revocations: {
      take: async () => [...left],
      async done(id: number) {
        if (failing.has("database")) throw new Error("the database is down");
        left.splice(
          left.findIndex((one) => one.id === id),
          1,
        );
      },
    },
    installs: {
      read: async () => ({ webhookId: "hook in use", hasAircall: true, ...now }),
      withCompany: async () => stored.company,
    },
    connections: { withAccount: async () => ({ id: "one" }), credential: async () => ({ credential: stored.gorgias }) },
    gorgias: { revoke: (_account: string, refreshToken: string) => act(refreshToken) },
    setup: {
      company: () => ({
        removeWebhook: (id: string) => act(`remove ${id}`),
        disableApp: () => act("disable"),
        about: async () => ({ companyId: "company" }),
      }),
    },
  } as unknown as RevocationDeps;
  return { done, left, failing, stored, undo: () => completeRevocations(deps, "one") };
}

describe("what is to be undone", () => {
  it("is undone each by itself: one that fails stops no other, and is tried again", async () => {
    const { done, left, failing, undo } = undoing([gorgias(1, "a"), gorgias(2, "b"), aircall(3, { webhookId: "old" })]);
    failing.add("refresh a");
    await undo();
    expect([done, left.map(({ id }) => id)]).toEqual([["refresh b", "remove old"], [1]]);
    failing.clear();
    await undo();
    expect([done.at(-1), left]).toEqual(["refresh a", []]);
  });

  it("is undone once more where its end could not be stored", async () => {
    const { done, left, failing, undo } = undoing([gorgias(1, "a")]);
    failing.add("database");
    await undo();
    expect(left).toHaveLength(1);
    failing.clear();
    await undo();
    expect([done, left]).toEqual([["refresh a", "refresh a"], []]);
  });

  it("is no token and no webhook that the connection uses", async () => {
    const { done, left, undo } = undoing([gorgias(1, "in use"), aircall(2, { webhookId: "hook in use" })]);
    await undo();
    expect([done, left]).toEqual([[], []]);
  });

  it.each([
    ["is switched off where the company is joined to nothing", null, true, ["remove old", "disable"]],
    ["stays on where the company is joined again", "one", true, ["remove old"]],
    ["is switched off where the connection has no Aircall any more", "other", false, ["remove old", "disable"]],
  ])("an app %s", async (_what, holder, hasAircall, undone) => {
    const { done, stored, undo } = undoing([aircall(1, { webhookId: "old", appOff: true })], { hasAircall });
    stored.company = holder;
    await undo();
    expect(done).toEqual(undone);
  });
});
