/** No request has another connection's credential, no words of one shop are in another, and nothing is sent to a customer. */
import type { Shop } from "../helpers/shop.ts";
import type { FinalState, Violation } from "./final-state.ts";
import { markOf } from "./traffic.ts";

export function checkTenancy(finalState: FinalState, shop: Shop): Violation[] {
  return [...requestFaults(finalState, shop), ...leaks(finalState, shop)];
}

function requestFaults({ sandbox }: FinalState, shop: Shop): Violation[] {
  const { phone } = sandbox.aircall;
  const { oauth } = sandbox.gorgias.desk.account(shop.account);
  const isTakenOff = (at: number) =>
    oauth.grants.some(({ revokedAt }) => revokedAt !== null && revokedAt <= at) &&
    !oauth.grants.some(({ approvedAt, revokedAt }) => approvedAt <= at && (revokedAt === null || revokedAt > at));
  // An account knows only its own key, so it refuses another's. An install asks without a key whether the account exists.
  const refused = sandbox.gorgias.desk
    .requests(shop.account)
    .filter(({ status, credential }) => (status === 401 || status === 403) && credential !== null)
    // A node whose clock is behind sends its own token once more, and then renews it.
    .filter(({ at, isExpired }) => !isTakenOff(at) && !isExpired);
  const strange = phone.state.requests.filter(({ companyId, url, status, atMs }) => {
    // A link that waited for too long, such as while the app was taken off.
    if (status === 403 && Number(/[?&]expires=(\d+)/.exec(url)?.[1]) * 1000 <= atMs) return false;
    if (status === 401 || status === 403) return true;
    const call = phone.state.calls.get(Number(/^\/v1\/calls\/(\d+)/.exec(url)?.[1]));
    // The path names the call, the credential the company: they belong together.
    return companyId === shop.company && call !== undefined && call.companyId !== shop.company;
  });
  return [
    ...refused.map(({ at, method, path, status, credential }) => {
      const when = new Date(at).toISOString();
      return { what: `Gorgias answered ${status} to ${method} ${path} with ${credential} at ${when}`, shop };
    }),
    ...strange.map(({ method, url, status, companyId }) => {
      return { what: `Aircall was asked ${method} ${url} as company ${companyId}: ${status}`, shop };
    }),
  ];
}

function leaks({ sandbox, shops }: FinalState, shop: Shop): Violation[] {
  const { desk } = sandbox.gorgias;
  const all = JSON.stringify(desk.state(shop.account));
  const others = shops.filter((other) => other !== shop && all.includes(markOf(other)));
  return [
    ...others.map((other) => ({ what: `words of ${other.account} are read in ${shop.account}`, shop })),
    ...desk.outbox(shop.account).map((sent) => ({ what: `the outbox is not empty: ${JSON.stringify(sent)}`, shop })),
  ];
}
