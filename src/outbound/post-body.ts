/**
 * Posts a body to an external URL: over TLS, to public hosts only, without redirects. Reads only the head of the
 * answer. The connection uses exactly the checked address.
 */
import { request as requestOver } from "node:https";
import { request as requestPlain } from "node:http";
import { isForbiddenLiteral, type AddressRules } from "../kit/public-address.ts";
import { guardedLookup, NotPublic, sharedResolve } from "./guarded-lookup.ts";

export interface PostOptions extends AddressRules {
  timeoutMs?: number;
}

/** What came of it. A sentence never contains the URL, which may contain a secret. */
export type Posted =
  | { kind: "answered"; status: number; retryAfter: string | null }
  | { kind: "failed"; code: "not_public" | "timeout" | "unreachable"; why: string };

const TIMEOUT_MS = 10_000;

const resolveName = sharedResolve();

/** Never rejects. */
export async function postBody(
  options: PostOptions,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<Posted> {
  if (!URL.canParse(url)) return notPublic("the URL is not valid");
  const { protocol, hostname, username, password } = new URL(url);
  const isPlain = protocol === "http:" && options.allowLoopback;
  if ((protocol !== "https:" && !isPlain) || username !== "" || password !== "") {
    return notPublic("the address must begin with https:// and hold no user name");
  }
  if (isForbiddenLiteral(hostname, options)) return notPublic("the address is not public");
  return send(url, body, headers, { ...options, isPlain });
}

function notPublic(why: string): Posted {
  return { kind: "failed", code: "not_public", why };
}

function send(
  url: string,
  body: string,
  more: Record<string, string>,
  options: PostOptions & { isPlain: boolean },
): Promise<Posted> {
  return new Promise((resolve) => {
    const headers = { ...more, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const request = (options.isPlain ? requestPlain : requestOver)(
      url,
      { method: "POST", headers, signal, lookup: guardedLookup(options, resolveName) },
      (response) => {
        const { statusCode = 0, headers: answered } = response;
        response.destroy();
        resolve({ kind: "answered", status: statusCode, retryAfter: answered["retry-after"] ?? null });
      },
    );
    request.on("error", (error) => {
      if (error instanceof NotPublic) resolve(notPublic(error.message));
      else if (signal.aborted) resolve({ kind: "failed", code: "timeout", why: "no answer in time" });
      else resolve({ kind: "failed", code: "unreachable", why: "the server could not be reached" });
    });
    request.end(body);
  });
}
