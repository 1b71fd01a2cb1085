/** Secrets at rest: JWE with a direct key (A256GCM). The header names the key, so that keys can be rotated. */
import { CompactEncrypt, compactDecrypt } from "jose";
import { boundedMap } from "../../kit/bounded-map.ts";

export interface SealingKey {
  id: string;
  /** 32 bytes. */
  bytes: Uint8Array;
}

export interface Sealer {
  seal(plain: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

/** Opened secrets that this process caches: two a shop, for some thousand shops. Each run opens one again. */
const MOST_OPENED = 10_000;

/** The first key seals, and all keys open. `keys` needs at least one. */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const [first] = keys;
  if (!first) throw new Error("ENCRYPTION_KEYS holds no key; example: main:<base64 of 32 bytes>");
  const opened = boundedMap<string, string>(MOST_OPENED);
  return {
    seal: (plain) =>
      new CompactEncrypt(new TextEncoder().encode(plain))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: first.id })
        .encrypt(first.bytes),
    async open(sealed) {
      const known = opened.get(sealed);
      if (known !== undefined) return known;
      const { plaintext } = await compactDecrypt(sealed, (header) => {
        const key = keys.find((candidate) => candidate.id === header.kid);
        if (!key)
          throw new Error(`A secret was sealed with key "${header.kid}", which ENCRYPTION_KEYS no longer holds`);
        return key.bytes;
      });
      const plain = new TextDecoder().decode(plaintext);
      opened.set(sealed, plain);
      return plain;
    },
  };
}
