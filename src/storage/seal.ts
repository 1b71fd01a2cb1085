/** Secrets at rest: JWE with a direct key (A256GCM), the key's id in the header, so that keys can be rotated. */
import { CompactEncrypt, compactDecrypt } from "jose";
import { boundedMap } from "../kit/bounded-map.ts";

export interface SealingKey {
  id: string;
  /** 32 bytes. */
  bytes: Uint8Array;
}

export interface Sealer {
  seal(plain: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

/** Two of each of some thousand shops: each turn opens one of the same again. */
const MOST_OPENED = 10_000;

/** The first key seals, all of them open. At least one. */
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
