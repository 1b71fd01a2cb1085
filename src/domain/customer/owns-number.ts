/** Whether a customer in the help desk may still own the caller's number (C1, I5). Pure. */
import { phoneExternalId } from "./customer.ts";
import type { CustomerPhone } from "../phone/phone.ts";
import { ownershipOf } from "../phone/number-owner.ts";
import { variantsOf } from "../phone/variants.ts";

export interface NumberOwner {
  /** As the help desk stores them. */
  phones: readonly string[];
  /** Identifies a customer to whom the help desk did not let us give the number. */
  externalId?: string | null;
}

/**
 * `country` is the line's. A caller without a number has nothing that another customer could own. A number that is
 * clear on one line and unclear on another has not moved.
 */
export function ownsNumber(
  { phones, externalId }: NumberOwner,
  customerPhone: CustomerPhone,
  country: string | null,
): boolean {
  switch (customerPhone.kind) {
    case "anonymous":
    case "word":
      return true;
    case "number":
      return (
        variantsOf(customerPhone.e164).some((number) => externalId === phoneExternalId(number)) ||
        phones.some((phone) => ownershipOf(phone, customerPhone.e164, country) !== "another's")
      );
    case "unusual":
      return (
        externalId === phoneExternalId(customerPhone.digits) ||
        phones.some((phone) => bare(phone) === bare(customerPhone.digits))
      );
  }
}

function bare(digits: string): string {
  return digits.replaceAll(/[^\p{L}\p{N}+*#]/gu, "");
}
