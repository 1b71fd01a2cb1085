/** Customers whom Gorgias knows before the first call, with their numbers in every usual format, and the check of them. */
import type { Sandbox } from "../../sandbox/start.ts";
import { nationalDigits } from "../chaos/numbers.ts";
import type { FinalState, Violation } from "../chaos/final-state.ts";
import type { Shop } from "../helpers/shop.ts";

/** Of a French mobile number, from its nine national digits. */
const FORMATS: ((national: string) => string)[] = [
  (digits) => `+33${digits}`,
  (digits) => `+33 ${spaced(digits)}`,
  (digits) => `0033${digits}`,
  (digits) => `0${spaced(digits)}`,
  (digits) => `0${spaced(digits).replaceAll(" ", "")}`,
  (digits) => `+33 (0) ${spaced(digits)}`,
  (digits) => `0${spaced(digits).replaceAll(" ", ".")}`,
];

function spaced(digits: string): string {
  return digits.replace(/^(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5");
}

const KNOWN = 60;
/** Their names begin with it. */
export const KNOWN_NAME = "Known";
/** Callers have the numbers from this one on (test/chaos/traffic.ts). */
const FIRST_NUMBER = 610_000_000;

export function addKnownCustomers({ gorgias }: Sandbox, { account }: Shop): void {
  for (let n = 0; n < KNOWN; n += 1) {
    const format = FORMATS[n % FORMATS.length];
    if (!format) continue;
    const address = format(String(FIRST_NUMBER + n * 3));
    gorgias.desk.addCustomer(account, {
      name: `${KNOWN_NAME} ${n}`,
      email: `known.${n}@customers.example`,
      channels: [{ type: "phone", address }],
    });
  }
}

/** One customer for each number, however it is written (C1). */
export function checkCustomers({ sandbox, shops, changed }: FinalState): Violation[] {
  return shops.flatMap((shop) => {
    const owners = new Map<string, number>();
    const violations: Violation[] = [];
    for (const { id, channels } of sandbox.gorgias.desk.account(shop.account).customers.all()) {
      if (changed.customers.has(`${shop.account}/${id}`)) continue;
      for (const { type, address } of channels) {
        if (type !== "phone") continue;
        const number = nationalDigits(address);
        const other = owners.get(number);
        if (other !== undefined && other !== id)
          violations.push({ what: `customers ${other} and ${id} have the same number ${address}`, shop });
        owners.set(number, id);
      }
    }
    return violations;
  });
}
