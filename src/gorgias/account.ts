/** One Gorgias account as its API is reached: address, credential, rate limit header. Everything in this room goes through it. */
import type { z } from "zod";
import type { ShownCustomer } from "../domain/ports/help-desk.ts";
import { refusedWith, RequestError } from "../kit/request-error.ts";
import { bodyAs, type Answer } from "../outbound/answer.ts";
import { request, type OutboundDeps, type RequestSpec } from "../outbound/request.ts";
import { retryAfterMs } from "../outbound/retry-after.ts";
import type { Feedback } from "../rate-limit/port.ts";
import { accountUrl, DEFAULT_PAUSE_MS, RATE_LIMIT_HEADER } from "./vendor.ts";

export interface AccountDeps extends Omit<OutboundDeps, "readRateLimit"> {
  /** Template with `{account}`: `https://{account}.gorgias.com`. */
  gorgiasUrl: string;
  /** Called on a 401. Returns the ms until another attempt is useful, or null (docs/vendors/gorgias.md 2.4). */
  onUnauthorized?(): Promise<number | null>;
}

export interface GorgiasAccount {
  /** Sends to `/api<path>`. */
  call(spec: AccountRequest): Promise<Answer>;
  /** Parses the answer's body. A body of another shape rejects with fate `unknown`. */
  read<T extends z.ZodType>(schema: T, spec: AccountRequest): Promise<z.output<T>>;
  used(): number;
  /** Customers by id, as the latest answers show them. */
  shown: Map<number, ShownCustomer>;
}

export type AccountRequest = Omit<RequestSpec, "url" | "headers"> & {
  /** Below `/api`, with its query. */
  path: string;
  headers?: Record<string, string>;
};

/** Opens an account. `authorization` is the full header, or a function called before each request. */
export interface AccountIdentity {
  connectionId: string;
  account: string;
  authorization: string | (() => Promise<string>);
  priority: string;
  /** How long the work has been waiting. */
  waitedMs?: number;
}

export function openAccount(deps: AccountDeps, identity: AccountIdentity): GorgiasAccount {
  const root = accountUrl(deps.gorgiasUrl, identity.account);
  let requests = 0;
  const context = {
    connectionId: identity.connectionId,
    account: identity.account,
    vendor: "gorgias" as const,
    priority: identity.priority,
    waitedMs: identity.waitedMs ?? 0,
    count: () => void (requests += 1),
    used: () => requests,
  };
  const send = async ({ path, headers, ...spec }: AccountRequest): Promise<Answer> => {
    const { authorization } = identity;
    return request({ ...deps, readRateLimit }, context, {
      ...spec,
      url: `${root}/api${path}`,
      headers: {
        ...headers,
        authorization: typeof authorization === "string" ? authorization : await authorization(),
        accept: "application/json",
      },
    });
  };
  const call = async (spec: AccountRequest): Promise<Answer> => {
    try {
      return await send(spec);
    } catch (error) {
      if (!refusedWith(error, 401)) throw error;
      const wait = (await deps.onUnauthorized?.()) ?? null;
      if (wait === null) throw error;
      throw new RequestError(`${error.message} Its token is refreshed first.`, {
        fate: "later",
        status: 401,
        retryAfterMs: wait,
        vendor: "gorgias",
        obstacle: "token_refreshing",
      });
    }
  };
  return {
    call,
    async read(schema, spec) {
      return bodyAs(schema, await call(spec), `gorgias (${identity.account}), ${spec.what}`);
    },
    used: () => requests,
    shown: new Map(),
  };
}

/** `X-Gorgias-Account-Api-Call-Limit: 18/80`, and `Retry-after` on a 429 (contract 11.3). */
function readRateLimit(headers: Headers, status: number, now: number): Feedback {
  const counts = /^(\d{1,9})\/(\d{1,9})$/.exec(headers.get(RATE_LIMIT_HEADER) ?? "");
  const feedback: Feedback = counts ? { used: Number(counts[1]), limit: Number(counts[2]) } : {};
  if (status !== 429) return feedback;
  return { ...feedback, blockedForMs: retryAfterMs(headers.get("retry-after"), now) ?? DEFAULT_PAUSE_MS };
}
