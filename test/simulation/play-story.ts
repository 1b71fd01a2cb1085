/** Plays one call or conversation of a shop, from its first event to its last. */
import { LOSS_CHANCE, numberOf, playCall, playMessages, startLife } from "../chaos/traffic.ts";
import type { Seeded } from "../chaos/seeded.ts";
import type { Shop } from "../helpers/shop.ts";
import type { Story } from "./history.ts";

interface Details {
  random: Seeded;
  /** Which of the customers it is. Left out, chosen by chance. */
  customer?: number;
}

export function playStory(shop: Shop, kind: Story["kind"], { random, customer }: Details): void {
  // Of some calls, all deliveries are lost. The comparison with Aircall's list finds them.
  const lossChance = random.fork("losses").chance(0.1) ? 1 : LOSS_CHANCE;
  const anyone = startLife(shop, random, 1, lossChance);
  const life = customer === undefined ? anyone : { ...anyone, from: numberOf(customer) };
  // What a call is past already is refused, and the story ends.
  void (kind === "call" ? playCall(life) : playMessages(life)).catch(() => undefined);
}
