// Whose contact record belongs to an outside number.
import { addContact } from "./companies.ts";
import { anonymous, compactDigits } from "./digits.ts";
import type { Company } from "./entities.ts";
import type { Exchange } from "./exchange.ts";

/** The id of the contact with these digits; none when not wanted, a new one when wanted and unknown. */
export function chooseContact(
  exchange: Exchange,
  company: Company,
  digits: string,
  wanted: boolean | undefined,
): number | null {
  if (digits === anonymous || wanted === false) return null;
  const compact = compactDigits(digits);
  const known = company.contacts.find((one) =>
    one.phoneNumbers.some((phone) => compactDigits(phone.value) === compact),
  );
  if (known !== undefined) return known.id;
  return wanted === true ? addContact(exchange, company.id, { firstName: "Caller", phones: [compact] }).id : null;
}
