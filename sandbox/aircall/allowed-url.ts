// Which URLs the vendor takes: HTTPS in life, and this machine's own when everything runs on it.

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function isAllowedUrl(text: string, rule: "https" | "https-or-loopback" | "any"): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === "https:") return rule !== "https" || !loopbackHosts.has(hostname);
  if (protocol !== "http:" || rule === "https") return false;
  return rule === "any" || loopbackHosts.has(hostname);
}
