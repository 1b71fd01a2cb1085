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
});
