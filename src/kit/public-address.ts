/** Tells public internet addresses from those of this machine and its networks. */
import { BlockList, isIP } from "node:net";

export interface AddressRules {
  /** In the sandbox everything runs on this machine. */
  allowLoopback: boolean;
}

/** Everything outside the public internet (RFC 6890 and related), and the metadata service of Azure. */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
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

/** The allocated part of IPv6. All other addresses are local, mapped or unassigned. */
const GIVEN_OUT = new BlockList();
GIVEN_OUT.addSubnet("2000::", 3, "ipv6");

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** True if the service may connect to this IP address. */
export function isPublic(address: string, { allowLoopback }: AddressRules): boolean {
  // A zone names an interface of this machine.
  if (isIP(address) === 0 || address.includes("%")) return false;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (LOOPBACK.check(address, family)) return allowLoopback;
  if (family === "ipv6" && !GIVEN_OUT.check(address, family)) return false;
  return !PRIVATE.check(address, family);
}

/** True if the host is an IP address that the service must not connect to. A name is checked when it is resolved. */
export function isForbiddenLiteral(hostname: string, rules: AddressRules): boolean {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) !== 0 && !isPublic(literal, rules);
}
