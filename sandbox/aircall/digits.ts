// Telephone numbers in the two forms the vendor uses: spaced for display, compact for comparing.
import { parsePhoneNumberFromString } from "libphonenumber-js";

export const anonymous = "anonymous";

/** The compact form: a leading plus and digits. */
export function compactDigits(digits: string): string {
  const bare = digits.replace(/\D/g, "");
  return digits.trim().startsWith("+") ? `+${bare}` : bare;
}

/** The display form (`+1 202-555-0147`, `+44 20 7946 0123`); what is no telephone number stays as it was given. */
export function displayDigits(digits: string): string {
  const phone = digits.startsWith("+") ? parsePhoneNumberFromString(digits) : undefined;
  if (phone === undefined) return digits;
  const spaced = phone.formatInternational();
  // The vendor writes North American numbers with dashes after the area code (contract 3.1).
  return phone.countryCallingCode === "1" ? spaced.replace(/^(\+1 \d{3}) (\d{3}) (\d{4})$/, "$1-$2-$3") : spaced;
}
