// How the vendor's search compares phone numbers: by their digits (contract 4.3, assumed).

export function readDigits(phone: string): string {
  return phone.replace(/\D/g, "");
}

/** Equal digits, or one is the national and the other the international form of the same number. */
export function isSamePhone(one: string, other: string): boolean {
  const [a, b] = [readDigits(one), readDigits(other)];
  if (a === "" || b === "") return false;
  if (a === b) return true;
  const [short, long] = [a, b].map((digits) => digits.replace(/^0+/, "")).sort((x, y) => x.length - y.length);
  return short !== undefined && long !== undefined && short.length >= 6 && long.endsWith(short);
}
