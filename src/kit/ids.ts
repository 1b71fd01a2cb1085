/** Random things that must not be guessed or must not collide. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** Where random values come from, so that a test can fix them. */
export interface Ids {
  uuid(): string;
  /** URL-safe text with 192 bits of chance, for webhook keys. */
  secret(): string;
  /** As many decimal digits as asked for, the first of them not zero. */
  digits(count: number): string;
}

/** Ids from the machine's source of chance. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(24).toString("base64url"),
  digits: (count) => Array.from({ length: count }, (_, i) => randomInt(i === 0 ? 1 : 0, 10)).join(""),
};
