/** Whether a customer, as the help desk shows them, may still be the caller's (C1, I5). Pure. */
import { phoneExternalId } from "./customer.ts";
import type { Caller } from "./phone.ts";
import { ownershipOf } from "./phone/number-owner.ts";
import { variantsOf } from "./phone/variants.ts";

export interface NumberOwner {
  /** As they are stored. */
  phones: readonly string[];
  /** Names a customer to whom the help desk did not let us give the number. */
  externalId?: string | null;
}

/**
 * `country` is the line's. A caller without a number has nothing that could be somebody else's. A number that is clear on
 * one line and unclear on another has not moved.
 */
export function ownsNumber({ phones, externalId }: NumberOwner, caller: Caller, country: string | null): boolean {
  switch (caller.kind) {
    case "anonymous":
    case "word":
      return true;
    case "number":
      return (
        variantsOf(caller.e164).some((number) => externalId === phoneExternalId(number)) ||
        phones.some((phone) => ownershipOf(phone, caller.e164, country) !== "another's")
      );
    case "unusual":
      return (
        externalId === phoneExternalId(caller.digits) || phones.some((phone) => bare(phone) === bare(caller.digits))
      );
  }
}

function bare(digits: string): string {
  return digits.replaceAll(/[^\p{L}\p{N}+*#]/gu, "");
}
