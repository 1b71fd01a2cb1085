/** French numbers as customers have them in Gorgias, however they are written. */
import type { Shop } from "../helpers/shop.ts";
import type { FinalState } from "./final-state.ts";

/** `0612345678` and `+33 (0) 6 12 34 56 78` are both `612345678`. */
export function nationalDigits(written: string): string {
  return written
    .replace("(0)", "")
    .replaceAll(/\D/g, "")
    .replace(/^(?:0033|33|0)/, "");
}

/** Whether the customer has the number (C1). What agents changed is left out. */
export function ownsNumber({ sandbox, changed }: FinalState, { account }: Shop, id: number, number: string): boolean {
  const channels = sandbox.gorgias.desk.account(account).customers.get(id)?.channels ?? [];
  const isTheirs = channels.some(({ address }) => nationalDigits(address) === nationalDigits(number));
  return isTheirs || changed.customers.has(`${account}/${id}`);
}
