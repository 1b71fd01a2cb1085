// How the vendor's search compares phone numbers: by their digits (contract 4.3, assumed). A text may hold several numbers.

const EXTENSION = /[ (;,]*(?:ext(?:ension)?|poste|x|#)[ .:=]*\d{1,6}\)?$/i;
/** A shorter part is an extension, or a group of the number beside it. */
const FEWEST_DIGITS = 7;

export function readDigits(phone: string): string {
  return phone.normalize("NFKC").replaceAll(/[٠-٩]/g, westernDigit).replaceAll(/\D/g, "");
}

/** The digits of each number in a text, without extensions and without a zero that is dialled at home only. */
export function readNumbers(text: string): string[] {
  const parts = text.split(/[/;,|&\n]|\s(?:or|ou|oder)\s/i).map((part) => {
    const visible = part
      .normalize("NFKC")
      .replaceAll(/\p{Cf}/gu, "")
      .trim();
    return readDigits(visible.replace(EXTENSION, "").replace(/(\d.*)\(0\)/, "$1"));
  });
  const numbers = parts.filter((digits) => digits.length >= FEWEST_DIGITS);
  return numbers.length > 0 ? numbers : [readDigits(text)];
}

/** Whether the text holds the wanted number: equal digits, or one is the national and the other the international form. */
export function isSamePhone(text: string, wanted: string): boolean {
  const numbers = readNumbers(wanted);
  return readNumbers(text).some((digits) => numbers.some((other) => isSameDigits(digits, other)));
}

function isSameDigits(a: string, b: string): boolean {
  if (a === "" || b === "") return false;
  if (a === b) return true;
  const [short, long] = [a, b].map((digits) => digits.replace(/^0+/, "")).sort((x, y) => x.length - y.length);
  return short !== undefined && long !== undefined && short.length >= 6 && long.endsWith(short);
}

function westernDigit(digit: string): string {
  return String((digit.codePointAt(0) ?? 0) - 0x660);
}
