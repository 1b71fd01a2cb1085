/** Resolves host names to public addresses only. The address that is checked is the one that is connected to. */
import { lookup as lookUpHost, type LookupAddress } from "node:dns";
import { isPublic, type AddressRules } from "../kit/public-address.ts";

/** The name leads to an address that may not be connected to. */
export class NotPublic extends Error {}

type Answered = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
export type Lookup = (hostname: string, asked: { all?: boolean | undefined }, answered: Answered) => void;

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/**
 * Requests that wait for the same name share one look-up. The system's look-ups take one of a few threads each, so many
 * requests to one slow name would otherwise hold up the names of everybody else.
 */
export function sharedResolve(): Resolve {
  const underWay = new Map<string, Promise<LookupAddress[]>>();
  return (hostname) => {
    const known = underWay.get(hostname);
    if (known) return known;
    const asked = new Promise<LookupAddress[]>((resolve, reject) => {
      lookUpHost(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
    }).finally(() => underWay.delete(hostname));
    underWay.set(hostname, asked);
    return asked;
  };
}

/** For the `lookup` option of a connection. Refuses a name that has any address that is not public. */
export function guardedLookup(rules: AddressRules, resolve: Resolve): Lookup {
  return (hostname, asked, answered) => {
    resolvePublic(hostname, rules, resolve).then(
      (addresses) =>
        asked.all ? answered(null, [...addresses]) : answered(null, addresses[0].address, addresses[0].family),
      (error: unknown) => answered(error instanceof Error ? error : new Error("the name is not known"), []),
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
