/** Three connections with the same refs, numbers, ids and dates: one at work, and its neighbours. */
import { hashToken } from "../../../src/storage/connection/connections.ts";
import type { Sealer } from "../../../src/storage/connection/seal.ts";

/** The moment at which all calls of stores happen, epoch ms. */
export const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** The customer's number, the same for every connection. */
export const PHONE = "+33612345678";
export const OTHER_PHONE = "+33699999999";
export const CUSTOMER = 910_001;
export const OTHER_CUSTOMER = 910_002;
export const TICKET = 7001;
export const MESSAGE_TICKET = 7002;

/** A ticket of the other customer, which only the neighbours have. */
export const NEIGHBOURS_TICKET = 7009;

export interface Shop {
  id: string;
  account: string;
  /** Stands behind texts that no key consists of. */
  label: string;
  /** Added to figures that no key consists of. */
  plus: number;
  /** Added to moments. */
  shiftMs: number;
  /** The ids of its rows begin here. */
  firstId: number;
}

/**
 * The search marks its entries with a digest of the connection's id. The digests of these three are equal, so that the
 * marks do not hide a search without its connection.
 */
const EARLIER: Shop = shop("shop-11690", "earlier", 3, -1_000, 100);
export const OWN: Shop = shop("shop-32945", "own", 0, 0, 500);
const LATER: Shop = shop("shop-46364", "later", 7, 1_000, 900);
export const NEIGHBOURS = [EARLIER, LATER];
/** No connection has these ids. */
export const NONE: Shop = shop("shop-of-none", "none", 0, 0, 90_000);

function shop(id: string, label: string, plus: number, shiftMs: number, firstId: number): Shop {
  return { id, account: `account-${label}`, label, plus, shiftMs, firstId };
}

/** Names that are unique among all connections. */
export const namesOf = ({ id, label, firstId }: Shop) => ({
  webhookKey: `webhook-key-${label}`,
  company: `company-${label}`,
  session: `session-${label}`,
  link: `link-${label}`,
  flow: { state: `state-${label}`, browser: "the browser" },
  token: `agw_${label.padEnd(8, "x").slice(0, 8)}-and-more-characters`,
  tokenId: `token-${label}`,
  endpointId: `endpoint-${label}`,
  alertId: firstId,
  revocationId: firstId,
  deliveryId: firstId,
  webhookToken: `webhook-token-of-${id}`,
});

export const tokenHashOf = (own: Shop): string => hashToken(namesOf(own).webhookToken);

/** Seals nothing, so that rows can be compared. */
export const noSealer: Sealer = {
  seal: async (plain) => `sealed ${plain}`,
  open: async (sealed) => sealed.slice("sealed ".length),
};

export const bearer = (own: Shop) => ({
  kind: "bearer" as const,
  accessToken: `access-token-of-${own.label}`,
  refreshToken: "refresh-token",
  expiresAt: NOW + DAY_MS,
  obtainedAt: NOW,
});

export const basic = (own: Shop) => ({ kind: "basic" as const, user: "user", password: `password-of-${own.label}` });
