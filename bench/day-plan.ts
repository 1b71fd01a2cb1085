/** A day of a support team: 1,000 calls of all kinds and 500 messages, most of them about ten and about three o'clock. */
import { planDay, type DayShop, type Action } from "../test/helpers/busy-day.ts";
import type { Shop } from "../test/helpers/shop.ts";

export const CALLS = 1_000;
export const MESSAGES = 500;

/** Of a hundred calls and messages, how many begin in each hour from 8 to 18 o'clock. */
const BY_HOUR = [4, 9, 20, 11, 6, 5, 9, 19, 10, 5, 2];

/** Customers whom Gorgias has from the start, by their phone numbers. */
const KNOWN = Array.from({ length: 400 }, (_, n) => `+3361${2_000_000 + n * 37}`);
/** The part of the calls and messages that come from them. */
const KNOWN_PART = 0.65;

export function addKnownCustomers({ desk, account }: Shop): void {
  for (const [n, address] of KNOWN.entries())
    desk.addCustomer(account, {
      name: `Customer ${n}`,
      email: `customer-${n}@mail.example`,
      channels: [{ type: "phone", address }],
    });
}

/** Ordered by time, in seconds after 8 o'clock. */
export function planBusyDay(shop: Shop, random: () => number): Action[] {
  const { phone, company, lines, users } = shop;
  let unknownCallers = 0;
  const day: DayShop = {
    phone,
    company,
    lines: Object.values(lines),
    users: Object.values(users),
    random,
    customer() {
      if (random() < KNOWN_PART) return KNOWN[Math.floor(random() * KNOWN.length)] ?? "";
      // Every third unknown caller is heard of again.
      unknownCallers += random() < 0.67 ? 1 : 0;
      return `+3365${3_000_000 + unknownCallers}`;
    },
  };
  return planDay(day, { seconds: 0, calls: CALLS, texts: MESSAGES, begins: () => beginsAt(random) });
}

function beginsAt(random: () => number): number {
  let part = random() * BY_HOUR.reduce((sum, each) => sum + each, 0);
  const hour = BY_HOUR.findIndex((each) => (part -= each) < 0);
  return (hour + random()) * 3_600;
}
