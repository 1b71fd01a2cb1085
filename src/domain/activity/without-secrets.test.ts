/** Bodies and requests for people to read show no secret. */
import { describe, expect, it } from "vitest";
import { withoutSecrets } from "./without-secrets.ts";

describe("withoutSecrets", () => {
  it("hides every value with a secret's name, at any depth, and keeps the rest in order", () => {
    const body = { token: "t0p", event: "call.created", data: { id: 1, tokens: ["x"], user: { api_key: "k" } } };
    expect(JSON.parse(withoutSecrets(JSON.stringify(body)))).toEqual({
      token: "••••••",
      event: "call.created",
      data: { id: 1, tokens: ["x"], user: { api_key: "••••••" } },
    });
    expect(withoutSecrets(JSON.stringify(body)).indexOf("token")).toBeLessThan(
      withoutSecrets(JSON.stringify(body)).indexOf("event"),
    );
  });

  it("hides the signature of a link that opens a recording", () => {
    const signed = "https://files.example/r.mp3?X-Amz-Credential=a&X-Amz-Signature=b";
    expect(withoutSecrets(JSON.stringify({ recording: signed, page: "https://x.example/?page=2" }))).toBe(
      JSON.stringify({ recording: "https://files.example/r.mp3?••••••", page: "https://x.example/?page=2" }, null, 2),
    );
  });

  it("hides a number, and no value that is empty, a list or a truth", () => {
    const body = { secret: 7, token: null, password: true, tokens: [{ token: "x" }], at: null };
    expect(JSON.parse(withoutSecrets(JSON.stringify(body)))).toEqual({
      secret: "••••••",
      token: null,
      password: true,
      tokens: [{ token: "••••••" }],
      at: null,
    });
  });

  it.each([
    ["http://files.example/r?page=1&signature=b", "http://files.example/r?••••••"],
    ["see https://files.example/r?signature=b", "see https://files.example/r?signature=b"],
    ["https:// ?signature=b", "https:// ?signature=b"],
    ["https://[x/?signature=b", "https://[x/?signature=b"],
    ["ftp://files.example/r?signature=b", "ftp://files.example/r?signature=b"],
    ["x:https://files.example/r?token=b", "x:https://files.example/r?token=b"],
    ["r?signature=b", "r?signature=b"],
  ])("hides the query of a signed link alone: %s", (link, shown) => {
    expect(JSON.parse(withoutSecrets(JSON.stringify({ link })))).toEqual({ link: shown });
  });

  it("hides a token in text that is no JSON", () => {
    expect(withoutSecrets(`{"token":"t0p","event":`)).toBe(`{"token":"••••••","event":`);
  });
});
