/** Resolves host names to public addresses only. The connection uses exactly the checked address. */
import { lookup as lookUpHost, type LookupAddress } from "node:dns";
import { isPublic, type AddressRules } from "../kit/public-address.ts";

/** The host resolves to an address that is not public. */
export class NotPublic extends Error {}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
export type Lookup = (hostname: string, options: { all?: boolean | undefined }, answer: LookupCallback) => void;

/** Returns all addresses of a host name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/**
 * Requests for the same name share one lookup. Each system lookup occupies one of a few threads, so many requests for
 * one slow name would block all other names.
 */
export function sharedResolve(): Resolve {
  const underWay = new Map<string, Promise<LookupAddress[]>>();
  return (hostname) => {
    const known = underWay.get(hostname);
    if (known) return known;
    const lookup = new Promise<LookupAddress[]>((resolve, reject) => {
      lookUpHost(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
    }).finally(() => underWay.delete(hostname));
    underWay.set(hostname, lookup);
    return lookup;
  };
}

/** For the `lookup` option of a connection. Rejects a name if any of its addresses is not public. */
export function guardedLookup(rules: AddressRules, resolve: Resolve): Lookup {
  return (hostname, options, answer) => {
    resolvePublic(hostname, rules, resolve).then(
      (addresses) =>
        options.all ? answer(null, [...addresses]) : answer(null, addresses[0].address, addresses[0].family),
      (error: unknown) => answer(error instanceof Error ? error : new Error("the name is not known"), []),
    );
  };
}

async function resolvePublic(
  hostname: string,
  rules: AddressRules,
  resolve: Resolve,
): Promise<[LookupAddress, ...LookupAddress[]]> {
  const [first, ...rest] = await resolve(hostname);
  if (!first || [first, ...rest].some(({ address }) => !isPublic(address, rules)))
    throw new NotPublic("the address is not public");
  return [first, ...rest];
}
