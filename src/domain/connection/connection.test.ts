/** How a credential becomes a header. */
import { describe, expect, it } from "vitest";
import { authorizationOf } from "./connection.ts";

describe("authorizationOf", () => {
  it("encodes user and password, accents included", () => {
    expect(authorizationOf({ kind: "basic", user: "admin@acme.example", password: "clé:1" })).toBe(
      `Basic ${Buffer.from("admin@acme.example:clé:1", "utf8").toString("base64")}`,
    );
    expect(authorizationOf({ kind: "basic", user: "x", password: "y" })).toBe("Basic eDp5");
  });

  it("contains the access token, and nothing else of the OAuth flow", () => {
    const tokens = { accessToken: "token-1", refreshToken: "token-2", expiresAt: 2, obtainedAt: 1 };
    expect(authorizationOf({ kind: "bearer", ...tokens })).toBe("Bearer token-1");
  });
});
