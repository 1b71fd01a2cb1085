/**
 * Posts JSON to an address that came from outside: over TLS, to public hosts only, without following redirects, and without
 * reading more of the answer than its status. The address that was checked is the one that is connected to.
 */
import { lookup as lookUpHost, type LookupAddress } from "node:dns";
import { request as requestOver } from "node:https";
import { request as requestPlain } from "node:http";
import { BlockList, isIP } from "node:net";

export interface PostOutOptions {
  /** In the sandbox everything runs on this machine. */
  allowLoopback: boolean;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Everything that is not the public internet (RFC 6890 and its neighbours). */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv6");

/** All that is given out of IPv6; the rest is local, mapped, or nobody's. */
const GIVEN_OUT = new BlockList();
GIVEN_OUT.addSubnet("2000::", 3, "ipv6");

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Whether this IP address may be connected to. */
export function isPublic(address: string, { allowLoopback }: Pick<PostOutOptions, "allowLoopback">): boolean {
  // A zone names an interface of this machine.
  if (isIP(address) === 0 || address.includes("%")) return false;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (LOOPBACK.check(address, family)) return allowLoopback;
  if (family === "ipv6" && !GIVEN_OUT.check(address, family)) return false;
  return !PRIVATE.check(address, family);
}

/** Resolves when it was taken (2xx). Rejects with a sentence that does not name the address: it may hold a secret. */
export function postOut(options: PostOutOptions): (url: string, body: unknown) => Promise<void> {
  return (url, body) => {
    if (!URL.canParse(url)) return Promise.reject(new Error("it is no address"));
    const { protocol, hostname, username, password } = new URL(url);
    const isPlain = protocol === "http:" && options.allowLoopback;
    if ((protocol !== "https:" && !isPlain) || username !== "" || password !== "") {
      return Promise.reject(new Error("the address must begin with https:// and hold no user name"));
    }
    const literal = hostname.replace(/^\[|\]$/g, "");
    if (isIP(literal) !== 0 && !isPublic(literal, options))
      return Promise.reject(new Error("the address is not public"));
    return send(url, JSON.stringify(body), isPlain, options);
  };
}

function send(url: string, body: string, isPlain: boolean, options: PostOutOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const request = (isPlain ? requestPlain : requestOver)(
      url,
      { method: "POST", headers, signal, lookup: guardedLookup(options) },
      (response) => {
        const { statusCode = 0 } = response;
        response.destroy();
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`the other side answered ${statusCode}`));
      },
    );
    request.on("error", (error) =>
      reject(
        new Error(
          error instanceof NotPublic ? error.message : signal.aborted ? "no answer in time" : "it could not be reached",
        ),
      ),
    );
    request.end(body);
  });
}

class NotPublic extends Error {}

type Answered = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves the name and refuses what is not public, in one step: nobody can answer differently the second time. */
function guardedLookup(options: PostOutOptions) {
  return (hostname: string, asked: { all?: boolean | undefined }, answered: Answered): void => {
    lookUpHost(hostname, { all: true }, (error, addresses) => {
      if (error) return answered(error, []);
      const allowed = addresses.filter(({ address }) => isPublic(address, options));
      const [first] = allowed;
      if (!first || allowed.length < addresses.length) return answered(new NotPublic("the address is not public"), []);
      if (asked.all) answered(null, allowed);
      else answered(null, first.address, first.family);
    });
  };
}
