/** Answered calls of the Aircall simulator, six deliveries each, held back for the load generator. */
import type { Shop } from "../test/helpers/shop.ts";

export interface CreatedCall {
  id: string;
  /** In order. */
  bodies: string[];
}

const DELIVERIES = 6;

/** One call per entry of `from`: ringing, answered, tagged, commented, hung up, ended. */
export async function createAnsweredCalls(
  shop: Shop,
  from: readonly string[],
  direction: "inbound" | "outbound" = "inbound",
): Promise<CreatedCall[]> {
  const { phone, company, lines, users, webhookUrl } = shop;
  const created: CreatedCall[] = [];
  phone.deliveries.hold();
  for (const caller of from) {
    const before = phone.deliveries.log.at(-1)?.id ?? 0;
    const story = {
      direction,
      company,
      line: lines.fr,
      from: caller,
      user: users.cleo,
      tags: ["Refund"],
      comment: "Asked for the invoice.",
    };
    const { calls } = await phone.stories.answered(story);
    const fresh = phone.deliveries.log
      .slice(-2 * DELIVERIES)
      .filter(({ id, webhook }) => id > before && webhook.url === webhookUrl);
    const bodies = fresh.map(({ body }) => body);
    if (bodies.length !== DELIVERIES)
      throw new Error(`a call of ${bodies.length} deliveries: ${fresh.map(({ event }) => event).join(", ")}`);
    for (const delivery of fresh) delivery.state = "dropped";
    created.push({ id: String(calls[0]?.id), bodies });
  }
  phone.deliveries.holding = false;
  return created;
}
