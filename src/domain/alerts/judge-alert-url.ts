/** Whether alerts may be posted to an address, judged as it is written: what its name resolves to is judged at each connect. */
import { isIP } from "node:net";
import { isPublic } from "../../kit/public-address.ts";

/** Why an address is refused. */
export type AlertUrlProblem = "no address" | "not https" | "credentials" | "not public" | "port";

/** Names that lead to this machine or stay within a network, whatever a resolver says. */
const INNER_NAMES =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|test|invalid|onion)$/;
/** Ports below this belong to other services than the web. */
const FREE_PORTS_FROM = 1024;

/** Null where it may be kept; an empty one means that alerts are posted nowhere. `allowLoopback`: in the sandbox. */
export function judgeAlertUrl(text: string, { allowLoopback }: { allowLoopback: boolean }): AlertUrlProblem | null {
  if (text === "") return null;
  if (!URL.canParse(text) || /\s/.test(text)) return "no address";
  const { protocol, hostname, username, password, port } = new URL(text);
  // Browsers and we read a number, in whatever notation, as the IPv4 address that it is: so `hostname` is judged, not `text`.
  const literal = hostname.replace(/^\[|\]$/g, "");
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
