/** The credential of a run: the given one unless it expires soon, and the conclusions from a rejection. */
import { describe, expect, it } from "vitest";
import { authorizationOf, type Credential, type Token } from "../../domain/connection/connection.ts";
import { RequestError } from "../../kit/request-error.ts";
import { endToken, freshCredential, verifyToken, type FreshDeps } from "./fresh-credential.ts";

const NOW = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const token = (accessToken: string, minutesLeft: number | null): Token => ({
  kind: "bearer",
  accessToken,
  refreshToken: `refresh ${accessToken}`,
  expiresAt: minutesLeft === null ? null : NOW + minutesLeft * MINUTE_MS,
  obtainedAt: NOW - 60 * MINUTE_MS,
});
const KEY = { kind: "basic", user: "u", password: "p" } as const;
const keyRefusal = new RequestError("401", { fate: "refused", status: 401 });
const REMOVED = new RequestError("invalid_grant", { fate: "refused", status: 400 });

interface Shop {
  stored: Credential;
  /** The stored state from the claim on. */
  afterClaim?: Credential;
  /** The stored state from Gorgias' answer on. */
  afterRefresh?: Credential;
  refusal?: RequestError;
  /** The answer to the claim of the refresh. */
  claim?: { kind: "yours"; failures: number } | { kind: "taken"; until: number };
  problem?: { kind: "refused" | "removed" } | null;
  /** Gorgias keeps the refresh token, as it usually does. */
  keepsRefresh?: boolean;
}

/** A store that contains `stored`. A sealed credential is its JSON. */
function openShop({ stored, afterClaim = stored, afterRefresh = afterClaim, refusal, ...more }: Shop) {
  const { claim = { kind: "yours", failures: 0 }, problem = null, keepsRefresh = false } = more;
  const asked: string[] = [];
  let now = stored;
  const deps = {
    clock: () => NOW,
    connections: {
      async credential() {
        asked.push("read");
        return { account: "acme", credential: now, problem };
      },
      unseal: async (sealed: string) => JSON.parse(sealed) as Credential,
    },
    tokens: {
      async claimRefresh() {
        asked.push("claim");
        now = afterClaim;
        return claim;
      },
      async replace(_id: string, old: Token) {
        asked.push("replace");
        return now.kind === "bearer" && now.accessToken === old.accessToken;
      },
      async end(_id: string, { accessToken, refusals }: Token) {
        asked.push(`end ${accessToken}, refused ${refusals}`);
      },
      async postpone(_id: string, { why, until }: { why: string; until: number }) {
        asked.push(`postpone ${until - NOW}: ${why}`);
      },
      async judge(_id: string, _vendor: string, known: Credential, problem: { kind: string } | null) {
        const same = authorizationOf(now) === authorizationOf(known);
        if (same) asked.push(`judge ${problem?.kind ?? "fine"}`);
        return same;
      },
    },
    gorgias: {
      async refresh(_account: string, refreshToken: string) {
        asked.push(refreshToken);
        now = afterRefresh;
        if (refusal) throw refusal;
        const refreshedTo = keepsRefresh ? refreshToken : "refresh newest";
        return { accessToken: "newest", refreshToken: refreshedTo, expiresAt: NOW + 60 * MINUTE_MS };
      },
    },
    setup: {
      async whoIsAt() {
        asked.push("who");
        throw keyRefusal;
      },
    },
    revocations: {
      async request({ credential }: { credential: Credential }) {
        asked.push(`revoke ${credential.kind === "bearer" ? credential.refreshToken : "key"}`);
        return 1;
      },
    },
    hurry: async () => void asked.push("hurry"),
    log: { warn: () => undefined },
    installs: {
      async read() {
        asked.push("stop");
        return null;
      },
    },
  } as unknown as FreshDeps;
  return {
    asked,
    freshFor: (sealedCredential: string | null) => freshCredential(deps, { id: "shop", sealedCredential }),
    endOf: (refused: Credential) => endToken(deps, "shop", refused),
    verify: () => verifyToken(deps, "shop"),
  };
}

describe("freshCredential", () => {
  it.each([
    ["a token with time left", token("one", 11)],
    ["a token that never ends", token("one", null)],
    ["an API key", KEY],
  ])("sends no request for %s that came along", async (_what, credential) => {
    const { asked, freshFor } = openShop({ stored: token("other", 60) });
    expect(await freshFor(JSON.stringify(credential))).toEqual(credential);
    expect(asked).toEqual([]);
  });

  it("reads a credential that the snapshot does not contain", async () => {
    const { asked, freshFor } = openShop({ stored: token("stored", 60) });
    expect(await freshFor(null)).toEqual(token("stored", 60));
    expect(asked).toEqual(["read"]);
  });

  it("N1: refreshes nothing that another node has refreshed since: the old refresh token would end the authorisation", async () => {
    const { asked, freshFor } = openShop({ stored: token("refreshed", 60) });
    expect(await freshFor(JSON.stringify(token("old", 9)))).toEqual(token("refreshed", 60));
    expect(asked).toEqual(["read"]);
  });

  it("N1: refreshes a token that ends soon, with the stored refresh token", async () => {
    const { asked, freshFor } = openShop({ stored: token("stored", 9) });
    expect(await freshFor(JSON.stringify(token("old", 9)))).toMatchObject({ accessToken: "newest" });
    expect(asked).toEqual(["read", "claim", "read", "refresh stored", "replace"]);
  });

  it("N1: refreshes nothing that another node has refreshed between the reading and the claim", async () => {
    const { asked, freshFor } = openShop({ stored: token("stored", 9), afterClaim: token("refreshed", 60) });
    expect(await freshFor(null)).toEqual(token("refreshed", 60));
    expect(asked).toEqual(["read", "claim", "read"]);
  });

  it("N1: uses what was installed while it refreshed", async () => {
    const { asked, freshFor } = openShop({ stored: token("stored", 9), afterRefresh: token("installed", 60) });
    expect(await freshFor(null)).toEqual(token("installed", 60));
    // The refreshed token is not stored, so it must be revoked.
    expect(asked).toContain("revoke refresh newest");
  });

  it("L6: stops a connection whose authorisation is gone", async () => {
    const { asked, freshFor } = openShop({ stored: token("stored", 9), refusal: REMOVED });
    await expect(freshFor(null)).rejects.toMatchObject({ fate: "refused", status: 401 });
    expect(asked.at(-1)).toBe("stop");
  });

  it.each([
    ["client refused", { status: 401, body: { error: "invalid_client" } }],
    ["client refused", { status: 403 }],
    ["limit", { status: 429 }],
    ["unavailable", { status: 503 }],
    ["unavailable", {}],
    ["not understood", { status: 400, body: { error: "invalid_request" } }],
  ])("L6: uses a token that has time left where the refresh fails: %s", async (why, about) => {
    const refusal = new RequestError("no", { fate: "unknown", ...about });
    const { asked, freshFor } = openShop({ stored: token("stored", 9), refusal });
    expect(await freshFor(null)).toEqual(token("stored", 9));
    expect(asked).toContain(`postpone 15000: ${why}`);
    expect(asked).not.toContain("stop");
  });

  it("L6: waits until a token that has ended can be refreshed, as long as the vendor asks", async () => {
    const refusal = new RequestError("no", { fate: "unknown", status: 429, retryAfterMs: 40_000 });
    const { freshFor } = openShop({ stored: token("stored", 0), refusal });
    await expect(freshFor(null)).rejects.toMatchObject({ fate: "later", retryAfterMs: 40_000 });
  });

  it.each([
    [0, 15_000, true],
    [3, 120_000, false],
    [40, 600_000, false],
  ])(
    "L6: after %i failures waits for %i ms, and says so at once the first time: %s",
    async (failures, wait, hurries) => {
      const refusal = new RequestError("no", { fate: "unknown", status: 503 });
      const { asked, freshFor } = openShop({ stored: token("stored", 9), refusal, claim: { kind: "yours", failures } });
      expect(await freshFor(null)).toEqual(token("stored", 9));
      expect(asked).toContain(`postpone ${wait}: unavailable`);
      expect(asked.includes("hurry")).toBe(hurries);
    },
  );

  it("L6: leaves the refresh to the node that has claimed it, and waits for it once the token has ended", async () => {
    const taken = (minutesLeft: number, ms: number) =>
      openShop({ stored: token("stored", minutesLeft), claim: { kind: "taken", until: NOW + ms } });
    const left = taken(9, 20_000);
    expect(await left.freshFor(null)).toEqual(token("stored", 9));
    expect(left.asked).toEqual(["read", "claim"]);
    const later = { fate: "later", obstacle: "token_refreshing" };
    await expect(taken(0, 20_000).freshFor(null)).rejects.toMatchObject({ ...later, retryAfterMs: 20_000 });
    await expect(taken(-1, -5_000).freshFor(null)).rejects.toMatchObject({ ...later, retryAfterMs: 1_000 });
  });

  it("L6: remembers rejections in a row only of a token that was ended early", async () => {
    const refreshed = (stored: Token) => openShop({ stored }).freshFor(null);
    expect(await refreshed({ ...token("stored", 9), expiresAt: 0, refusals: 2 })).toMatchObject({ refusals: 2 });
    expect(await refreshed({ ...token("stored", 9), refusals: 2 })).toMatchObject({ refusals: 0 });
  });

  it("N6: revokes an unused token only if it has a refresh token of its own", async () => {
    const stored = token("stored", 9);
    const installed = { ...token("installed", 60), refreshToken: stored.refreshToken };
    const { asked, freshFor } = openShop({ stored, afterRefresh: installed, keepsRefresh: true });
    expect(await freshFor(null)).toEqual(installed);
    expect(asked.filter((what) => what.startsWith("revoke"))).toEqual([]);
  });

  it("L6: uses a token that cannot be refreshed until it ends, and then stops", async () => {
    const unrenewed = (minutesLeft: number) => ({ ...token("stored", minutesLeft), refreshToken: null });
    expect(await openShop({ stored: unrenewed(9) }).freshFor(null)).toEqual(unrenewed(9));
    const { asked, freshFor } = openShop({ stored: unrenewed(0) });
    await expect(freshFor(null)).rejects.toMatchObject({ fate: "refused", status: 401 });
    expect(asked.at(-1)).toBe("stop");
  });

  it("L6: tries an API key that was refused, on one node alone, and no other", async () => {
    const problem = { kind: "refused" } as const;
    const mine = openShop({ stored: KEY, problem });
    await expect(mine.freshFor(null)).rejects.toMatchObject({ fate: "refused", status: 401 });
    expect(mine.asked).toEqual(["read", "claim", "who", "judge refused"]);
    const theirs = openShop({ stored: KEY, problem, claim: { kind: "taken", until: NOW + 1 } });
    await expect(theirs.freshFor(null)).rejects.toMatchObject({ fate: "refused", status: 401 });
    expect(theirs.asked).toEqual(["read", "claim"]);
    const other = openShop({ stored: KEY, problem: { kind: "removed" } });
    expect([await other.freshFor(null), other.asked]).toEqual([KEY, ["read"]]);
  });

  it("L6: stops nothing where the stored token has changed since the rejected refresh", async () => {
    const refreshed = token("refreshed", 60);
    const { asked, freshFor } = openShop({ stored: token("stored", 9), afterRefresh: refreshed, refusal: REMOVED });
    expect(await freshFor(null)).toEqual(refreshed);
    expect(asked).not.toContain("stop");
  });
});

describe("endToken", () => {
  it("L6: ends a token that may be too old", async () => {
    const { asked, endOf } = openShop({ stored: token("old", 60) });
    expect(await endOf(token("old", 60))).toBe(0);
    expect(asked).toEqual(["read", "end old, refused 1", "hurry"]);
  });

  it("L6: keeps a newer one, and the run retries with it", async () => {
    const { asked, endOf } = openShop({ stored: { ...token("new", 60), obtainedAt: NOW } });
    expect(await endOf(token("old", 60))).toBe(0);
    expect(asked).toEqual(["read"]);
  });

  it.each([
    // Rejections in a row, seconds since the token was obtained, and the result.
    [0, 1, 0, "end young, refused 1"],
    [1, 1, 9_000, null],
    [1, 10, 0, "end young, refused 2"],
    [2, 10, null, null],
    [2, 20, 0, "end young, refused 3"],
    [9, 59, null, null],
    [9, 60, 0, "end young, refused 1"],
  ])(
    "L6: after %i rejections a token that is %i s old is tried again after %s ms: %s",
    async (refusals, age, wait, done) => {
      const stored = { ...token("young", 60), obtainedAt: NOW - age * 1_000, refusals };
      const { asked, endOf } = openShop({ stored });
      expect(await endOf(stored)).toBe(wait);
      expect(asked.find((what) => what.startsWith("end")) ?? null).toBe(done);
    },
  );

  it("L6: retries once with an API key, and stores that it was rejected", async () => {
    const { asked, endOf } = openShop({ stored: KEY });
    expect(await endOf(KEY)).toBeNull();
    expect(asked).toEqual(["read", "who", "judge refused", "hurry"]);
  });
});

describe("verifyToken", () => {
  it("L6: refreshes a token to learn whether it is still allowed, and never an API key", async () => {
    const { asked, verify } = openShop({ stored: token("old", 60), afterClaim: token("old", 0) });
    await verify();
    expect(asked.slice(0, 2)).toEqual(["read", "end old, refused undefined"]);
    const key = openShop({ stored: KEY });
    await key.verify();
    expect(key.asked).toEqual(["read"]);
  });

  it("L6: does not fail where the authorisation is gone, and stops the connection", async () => {
    const { asked, verify } = openShop({ stored: token("old", 0), refusal: REMOVED });
    await verify();
    expect(asked.at(-1)).toBe("stop");
  });
});
