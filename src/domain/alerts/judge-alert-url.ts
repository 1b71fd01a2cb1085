/**
 * Decides whether the service may post alerts to an address, from its text alone. Each connect checks the resolved IP
 * address.
 */
import { isIP } from "node:net";
import { isPublic } from "../../kit/public-address.ts";

/** Why an address is refused. */
export type AlertUrlProblem = "no address" | "not https" | "credentials" | "not public" | "port";

/** Names that lead to this machine or stay within a network, whatever a resolver answers. */
const INNER_NAMES =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|test|invalid|onion)$/;
/** Ports below this belong to services other than the web. */
const FREE_PORTS_FROM = 1024;

/**
 * Null where the address may be saved. An empty address means that the service posts no alerts. `allowLoopback`: in the
 * sandbox.
 */
export function judgeAlertUrl(text: string, { allowLoopback }: { allowLoopback: boolean }): AlertUrlProblem | null {
  if (text === "") return null;
  if (!URL.canParse(text) || /\s/.test(text)) return "no address";
  const { protocol, hostname, username, password, port } = new URL(text);
  // A browser reads a number in any notation as an IPv4 address. Judge `hostname`, which is normalised, not `text`.
  const literal = hostname.replaceAll(/[[\]]/g, "");
  const isOwn = allowLoopback && (literal === "127.0.0.1" || literal === "::1");
  if (protocol !== "https:" && !(protocol === "http:" && isOwn)) return "not https";
  if (username !== "" || password !== "") return "credentials";
  if (!isOutside(literal, allowLoopback)) return "not public";
  if (port !== "" && Number(port) < FREE_PORTS_FROM) return "port";
  return null;
}

function isOutside(host: string, allowLoopback: boolean): boolean {
  if (isIP(host) !== 0) return isPublic(host, { allowLoopback });
  return host.includes(".") && !host.endsWith(".") && !INNER_NAMES.test(host);
}
