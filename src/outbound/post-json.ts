/**
 * Posts JSON to an external URL: over TLS, to public hosts only, without redirects. Reads only the status of the
 * answer. The connection uses exactly the checked address.
 */
import { request as requestOver } from "node:https";
import { request as requestPlain } from "node:http";
import { isForbiddenLiteral, type AddressRules } from "../kit/public-address.ts";
import { guardedLookup, NotPublic, sharedResolve } from "./guarded-lookup.ts";

export interface PostJsonOptions extends AddressRules {
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

const resolveName = sharedResolve();

/** Resolves on a 2xx. Rejects with a sentence without the URL, which may contain a secret. */
export function postJson(options: PostJsonOptions): (url: string, body: unknown) => Promise<void> {
  return (url, body) => {
    if (!URL.canParse(url)) return Promise.reject(new Error("the URL is not valid"));
    const { protocol, hostname, username, password } = new URL(url);
    const isPlain = protocol === "http:" && options.allowLoopback;
    if ((protocol !== "https:" && !isPlain) || username !== "" || password !== "") {
      return Promise.reject(new Error("the address must begin with https:// and hold no user name"));
    }
    if (isForbiddenLiteral(hostname, options)) return Promise.reject(new Error("the address is not public"));
    return send(url, JSON.stringify(body), isPlain, options);
  };
}

function send(url: string, body: string, isPlain: boolean, options: PostJsonOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const request = (isPlain ? requestPlain : requestOver)(
      url,
      { method: "POST", headers, signal, lookup: guardedLookup(options, resolveName) },
      (response) => {
        const { statusCode = 0 } = response;
        response.destroy();
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`the server answered ${statusCode}`));
      },
    );
    request.on("error", (error) =>
      reject(
        new Error(
          error instanceof NotPublic
            ? error.message
            : signal.aborted
              ? "no answer in time"
              : "the server could not be reached",
        ),
      ),
    );
    request.end(body);
  });
}
