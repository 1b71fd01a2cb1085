// Signs access and id tokens, and reads them back: JWTs with RS256 (contract 2.2).
import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";

export interface TokenSigner {
  sign(claims: Record<string, unknown>): string;
  /** The claims of a token that this signer made, whatever they say; undefined for any other text. */
  read(token: string): unknown;
}

interface Keys {
  publicKey: KeyObject;
  privateKey: KeyObject;
  kid: string;
}

export function createTokenSigner(): TokenSigner {
  let made: Keys | undefined;
  return {
    sign(claims) {
      // Making a key takes long, and most tests never need one.
      made ??= makeKeys();
      const content = `${encode({ alg: "RS256", typ: "JWT", kid: made.kid })}.${encode(claims)}`;
      return `${content}.${sign("RSA-SHA256", Buffer.from(content), made.privateKey).toString("base64url")}`;
    },
    read(token) {
      const [header, claims, signature, more] = token.split(".");
      if (made === undefined || !header || !claims || !signature || more !== undefined) return undefined;
      const content = Buffer.from(`${header}.${claims}`);
      if (!verify("RSA-SHA256", content, made.publicKey, Buffer.from(signature, "base64url"))) return undefined;
      return JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
    },
  };
}

function makeKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
  return { publicKey, privateKey, kid };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
