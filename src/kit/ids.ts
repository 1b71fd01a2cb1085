/** Random values that must be unguessable or unique. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** The source of random values, so that tests can fix them. */
export interface Ids {
  uuid(): string;
  /** URL-safe text with 192 random bits, for webhook keys. */
  secret(): string;
  /** This many decimal digits. The first is not zero. */
  digits(count: number): string;
}

/** Random values from the machine. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(24).toString("base64url"),
  digits: (count) => Array.from({ length: count }, (_, i) => randomInt(i === 0 ? 1 : 0, 10)).join(""),
};
