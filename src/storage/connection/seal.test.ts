/** Sealing: only the key that sealed a secret opens it, and a failure reveals nothing. */
import { describe, expect, it } from "vitest";
import { createSealer } from "./seal.ts";

const key = (id: string, fill: number) => ({ id, bytes: new Uint8Array(32).fill(fill) });
const [old, fresh] = [key("2025", 1), key("2026", 2)];
const SECRET = `{"password":"pä$$ 🔑"}`;

describe("createSealer", () => {
  it.each(["", SECRET, "x".repeat(100_000)])(
    "gives back what it sealed, and never the same seal twice",
    async (plain) => {
      const sealer = createSealer([old]);
      const [one, other] = [await sealer.seal(plain), await sealer.seal(plain)];
      expect(one).not.toBe(other);
      expect(await sealer.open(one)).toBe(plain);
      expect(await sealer.open(other)).toBe(plain);
    },
  );

  it("names its key in the seal and shows nothing else", async () => {
    const sealed = await createSealer([old]).seal(SECRET);
    const [header = "", ...rest] = sealed.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
      alg: "dir",
      enc: "A256GCM",
      kid: "2025",
    });
    expect(rest.map((part) => Buffer.from(part, "base64url").toString("latin1")).join()).not.toContain("password");
  });

  it("seals with the first key and opens with any of them", async () => {
    const before = await createSealer([old]).seal(SECRET);
    const rotated = createSealer([fresh, old]);
    expect(await rotated.open(before)).toBe(SECRET);
    expect(await createSealer([fresh]).open(await rotated.seal(SECRET))).toBe(SECRET);
  });

  it("says which key is missing", async () => {
    const sealed = await createSealer([old]).seal(SECRET);
    await expect(createSealer([fresh]).open(sealed)).rejects.toThrow(
      /key "2025", which ENCRYPTION_KEYS no longer holds/,
    );
  });

  it("opens nothing that was changed, was sealed by another key of the same name, or is no seal", async () => {
    const sealer = createSealer([old]);
    const sealed = await sealer.seal(SECRET);
    const parts = sealed.split(".");
    const text = parts[3] ?? "";
    parts[3] = `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
    await expect(sealer.open(parts.join("."))).rejects.toThrow("decryption operation failed");
    await expect(createSealer([key("2025", 3)]).open(sealed)).rejects.toThrow("decryption operation failed");
    await expect(sealer.open("plain text")).rejects.toThrow("Invalid Compact JWE");
  });

  it("requires at least one key, and shows the format", () => {
    expect(() => createSealer([])).toThrow(/ENCRYPTION_KEYS.*main:<base64 of 32 bytes>/);
  });
});
