/** Which credential a turn goes with: the one it was given, unless that ends soon. */
import { describe, expect, it } from "vitest";
import type { Credential } from "../domain/connection.ts";
import { freshCredential, type FreshDeps } from "./fresh-credential.ts";

const NOW = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const token = (accessToken: string, minutesLeft: number | null): Credential => ({
  kind: "bearer",
  accessToken,
  refreshToken: `refresh ${accessToken}`,
  expiresAt: minutesLeft === null ? null : NOW + minutesLeft * MINUTE_MS,
  obtainedAt: NOW - 60 * MINUTE_MS,
});

/** A store that holds `kept`, and something else once a refresh is claimed; a sealed credential is its JSON. */
function storeOf(kept: Credential, afterwards = kept) {
  const asked: string[] = [];
  const deps = {
    clock: () => NOW,
    connections: {
      async credential() {
        asked.push("read");
        return { account: "acme", credential: asked.includes("claim") ? afterwards : kept };
      },
      unseal: async (sealed: string) => JSON.parse(sealed) as Credential,
    },
    tokens: {
      async claimRefresh() {
        asked.push("claim");
        return true;
      },
      async replace() {
        asked.push("replace");
      },
    },
    gorgias: {
      async refresh(_account: string, refreshToken: string) {
        asked.push(refreshToken);
        return { accessToken: "newest", refreshToken: "refresh newest", expiresAt: NOW + 60 * MINUTE_MS };
      },
    },
  } as unknown as FreshDeps;
  const freshFor = (sealedCredential: string | null) => freshCredential(deps, { id: "shop", sealedCredential });
  return { asked, freshFor };
}

describe("freshCredential", () => {
  it.each([
    ["a token with time left", token("one", 11)],
    ["a token that never ends", token("one", null)],
    ["an API key", { kind: "basic", user: "u", password: "p" } as const],
  ])("asks nobody for %s that came along", async (_what, credential) => {
    const { asked, freshFor } = storeOf(token("other", 60));
    expect(await freshFor(JSON.stringify(credential))).toEqual(credential);
    expect(asked).toEqual([]);
  });

  it("reads what did not come along", async () => {
    const { asked, freshFor } = storeOf(token("kept", 60));
    expect(await freshFor(null)).toEqual(token("kept", 60));
    expect(asked).toEqual(["read"]);
  });

  it("N1: refreshes nothing that another node has refreshed since: the old refresh token would end the authorisation", async () => {
    const { asked, freshFor } = storeOf(token("refreshed", 60));
    expect(await freshFor(JSON.stringify(token("old", 9)))).toEqual(token("refreshed", 60));
    expect(asked).toEqual(["read"]);
  });

  it("N1: refreshes, with the token as it is kept, what ends soon", async () => {
    const { asked, freshFor } = storeOf(token("kept", 9));
    expect(await freshFor(JSON.stringify(token("old", 9)))).toMatchObject({ accessToken: "newest" });
    expect(asked).toEqual(["read", "claim", "read", "refresh kept", "replace"]);
  });

  it("N1: refreshes nothing that another node has refreshed between the reading and the claim", async () => {
    const { asked, freshFor } = storeOf(token("kept", 9), token("refreshed", 60));
    expect(await freshFor(null)).toEqual(token("refreshed", 60));
    expect(asked).toEqual(["read", "claim", "read"]);
  });
});
