/** A `fetch` that asks a server of this process without a socket. */
import type { Listening } from "../../sandbox/core/server.ts";

export interface PlainRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Reads the body to its end, also a streamed one. */
export async function readRequest(input: string | URL | Request, init: RequestInit = {}): Promise<PlainRequest> {
  const body = init.body === undefined || init.body === null ? new Uint8Array() : await readBody(init.body);
  return { method: init.method ?? "GET", url: String(input), headers: headersOf(init.headers), body };
}

async function readBody(body: NonNullable<RequestInit["body"]>): Promise<Uint8Array> {
  return typeof body === "string" ? Buffer.from(body) : new Uint8Array(await new Response(body).arrayBuffer());
}

function headersOf(given: RequestInit["headers"]): Record<string, string> {
  return given === undefined ? {} : Object.fromEntries(new Headers(given));
}

/** Statuses that may have no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

export async function answerInProcess(
  inject: Listening["inject"],
  { method, url, headers, body }: PlainRequest,
): Promise<Response> {
  const { pathname, search, host } = new URL(url);
  const answer = await inject({
    method: method as "GET",
    url: `${pathname}${search}`,
    headers: { host, ...headers },
    ...(body.length > 0 ? { payload: Buffer.from(body) } : {}),
  });
  const given = Object.entries(answer.headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => (one === undefined ? [] : [[name, String(one)]])),
  ) as [string, string][];
  const payload = WITHOUT_BODY.has(answer.statusCode) ? null : new Uint8Array(answer.rawPayload);
  return new Response(payload, { status: answer.statusCode, headers: given });
}
