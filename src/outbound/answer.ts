/** Converts an HTTP answer to a value, or to an error that says whether and when to try again. */
import type { z } from "zod";
import { MOST_ANSWER_BYTES, MOST_SMALL_BYTES, readText } from "../kit/read-text.ts";
import { RequestError, type RequestAbout } from "../kit/request-error.ts";
import { retryAfterMs } from "./retry-after.ts";
import { vendorMessage } from "./vendor-message.ts";

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON. Null if the answer had none. */
  body: unknown;
  /** What was asked. */
  about?: RequestAbout;
}

/** What an answer is to. `what` names vendor, account and deed, for messages. */
export interface Asked extends RequestAbout {
  what: string;
}

/** The wait after a 429 without a usable Retry-After. */
const UNTOLD_WAIT_MS = 10_000;

/** A 301 is a valid answer: vendors use it for merged records. */
export async function readAnswer(response: Response, { what, ...about }: Asked, now: number): Promise<Answer> {
  const { status, headers } = response;
  const succeeded = response.ok || status === 301;
  // Of a 301 only the headers count.
  const body = await parseBody(response, { what, ...about }, response.ok);
  if (succeeded) return { status, headers, body, about };
  if (status === 429) {
    const wait = retryAfterMs(headers.get("retry-after"), now) ?? UNTOLD_WAIT_MS;
    throw new RequestError(`${what}: too many requests`, { fate: "later", status, retryAfterMs: wait, body, ...about });
  }
  // The API sends no redirects, so a proxy answered.
  if (status >= 500 || status === 408 || status < 400) {
    const detail = vendorMessage(body);
    throw new RequestError(`${what}: the server failed (${status})`, {
      fate: "unknown",
      status,
      detail,
      body,
      ...about,
    });
  }
  const detail = vendorMessage(body);
  const message = `${what}: refused (${status})${remedyOf(status, detail)}`;
  throw new RequestError(message, { fate: "refused", status, detail, body, ...about });
}

/**
 * Parses the body with the schema. Another shape rejects with fate `unknown`, because the request may have taken
 * effect.
 */
export function bodyAs<T extends z.ZodType>(schema: T, { status, body, about }: Answer, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") || "its body";
  const message = `${what}: the answer is not as documented at ${where}`;
  throw new RequestError(message, { fate: "unknown", status, path: where, ...about });
}

async function parseBody(response: Response, { what, ...about }: Asked, matters: boolean): Promise<unknown> {
  try {
    const { text, whole } = await readText(response, matters ? MOST_ANSWER_BYTES : MOST_SMALL_BYTES);
    if (!whole && matters) throw new RequestError(`${what}: the answer is too large`, { fate: "unknown", ...about });
    return text === "" ? null : JSON.parse(text);
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    // A body that is not JSON matters only after a successful status. Then the reader reports it.
    if (cause instanceof SyntaxError || !matters) return null;
    throw new RequestError(`${what}: the answer broke off`, { fate: "unknown", cause, ...about });
  }
}

/** A vendor that explains its 403 has accepted the credential. */
function remedyOf(status: number, detail: string | null): string {
  if (status === 401) return ". The connection must be authorised again.";
  if (status !== 403) return "";
  return detail === null
    ? ". The credential is not allowed to do this, or is no longer valid."
    : ". Raise the quota or the permissions there. It is tried again by itself.";
}
