/** Which credential a turn goes with: the one it was given, unless that ends soon; and what a refusal says of it. */
import { describe, expect, it } from "vitest";
import type { Credential, Token } from "../domain/connection.ts";
import { RequestError } from "../kit/request-error.ts";
import { endToken, freshCredential, type FreshDeps } from "./fresh-credential.ts";

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
const REMOVED = new RequestError("invalid_grant", { fate: "refused", status: 400 });

interface Shop {
  kept: Credential;
  /** What is kept from the claim on. */
  afterClaim?: Credential;
  /** What is kept from the answer of Gorgias on. */
  afterRefresh?: Credential;
  refusal?: RequestError;
}

/** A store that holds `kept`; a sealed credential is its JSON. */
function openShop({ kept, afterClaim = kept, afterRefresh = afterClaim, refusal }: Shop) {
  const asked: string[] = [];
  let now = kept;
  const deps = {
    clock: () => NOW,
    connections: {
      async credential() {
        asked.push("read");
        return { account: "acme", credential: now };
      },
      unseal: async (sealed: string) => JSON.parse(sealed) as Credential,
    },
    tokens: {
      async claimRefresh() {
        asked.push("claim");
        now = afterClaim;
        return true;
      },
      async replace(_id: string, old: Token) {
        asked.push("replace");
        return now.kind === "bearer" && now.accessToken === old.accessToken;
      },
      async end(_id: string, { accessToken }: Token) {
        asked.push(`end ${accessToken}`);
      },
    },
    gorgias: {
      async refresh(_account: string, refreshToken: string) {
        asked.push(refreshToken);
        now = afterRefresh;
        if (refusal) throw refusal;
        return { accessToken: "newest", refreshToken: "refresh newest", expiresAt: NOW + 60 * MINUTE_MS };
      },
    },
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
  };
}

describe("freshCredential", () => {
  it.each([
    ["a token with time left", token("one", 11)],
    ["a token that never ends", token("one", null)],
    ["an API key", KEY],
  ])("asks nobody for %s that came along", async (_what, credential) => {
    const { asked, freshFor } = openShop({ kept: token("other", 60) });
    expect(await freshFor(JSON.stringify(credential))).toEqual(credential);
    expect(asked).toEqual([]);
  });

  it("reads what did not come along", async () => {
    const { asked, freshFor } = openShop({ kept: token("kept", 60) });
    expect(await freshFor(null)).toEqual(token("kept", 60));
    expect(asked).toEqual(["read"]);
  });

  it("N1: refreshes nothing that another node has refreshed since: the old refresh token would end the authorisation", async () => {
    const { asked, freshFor } = openShop({ kept: token("refreshed", 60) });
    expect(await freshFor(JSON.stringify(token("old", 9)))).toEqual(token("refreshed", 60));
    expect(asked).toEqual(["read"]);
  });

  it("N1: refreshes, with the token as it is kept, what ends soon", async () => {
    const { asked, freshFor } = openShop({ kept: token("kept", 9) });
    expect(await freshFor(JSON.stringify(token("old", 9)))).toMatchObject({ accessToken: "newest" });
    expect(asked).toEqual(["read", "claim", "read", "refresh kept", "replace"]);
  });

  it("N1: refreshes nothing that another node has refreshed between the reading and the claim", async () => {
    const { asked, freshFor } = openShop({ kept: token("kept", 9), afterClaim: token("refreshed", 60) });
    expect(await freshFor(null)).toEqual(token("refreshed", 60));
    expect(asked).toEqual(["read", "claim", "read"]);
  });

  it("N1: goes with what was installed while it refreshed", async () => {
    const { freshFor } = openShop({ kept: token("kept", 9), afterRefresh: token("installed", 60) });
    expect(await freshFor(null)).toEqual(token("installed", 60));
  });

  it("L6: stops a connection whose authorisation is gone", async () => {
    const { asked, freshFor } = openShop({ kept: token("kept", 9), refusal: REMOVED });
    await expect(freshFor(null)).rejects.toMatchObject({ fate: "refused", status: 401 });
    expect(asked.at(-1)).toBe("stop");
  });

  it("L6: stops nothing where the refresh that was refused is not what is kept any more", async () => {
    const refreshed = token("refreshed", 60);
    const { asked, freshFor } = openShop({ kept: token("kept", 9), afterRefresh: refreshed, refusal: REMOVED });
    expect(await freshFor(null)).toEqual(refreshed);
    expect(asked).not.toContain("stop");
  });
});

describe("endToken", () => {
  it("L6: ends a token that may be too old", async () => {
    const { asked, endOf } = openShop({ kept: token("old", 60) });
    expect(await endOf(token("old", 60))).toBe(true);
    expect(asked).toEqual(["read", "end old"]);
  });

  it("L6: leaves a newer one alone, and has the turn try again with that", async () => {
    const { asked, endOf } = openShop({ kept: { ...token("new", 60), obtainedAt: NOW } });
    expect(await endOf(token("old", 60))).toBe(true);
    expect(asked).toEqual(["read"]);
  });

  it("L6: believes a refusal of an API key, or of a token that is a moment old", async () => {
    const young = { ...token("young", 60), obtainedAt: NOW - MINUTE_MS + 1 };
    const { asked, endOf } = openShop({ kept: young });
    expect(await endOf(KEY)).toBe(false);
    expect(await endOf(young)).toBe(false);
    expect(asked).toEqual(["read"]);
  });
});
