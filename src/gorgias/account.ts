/** One Gorgias account as its API is reached: address, credential, budget header. Everything in this room goes through it. */
import type { z } from "zod";
import type { ShownCustomer } from "../domain/ports/help-desk.ts";
import { refusedWith, RequestError } from "../kit/request-error.ts";
import { bodyAs, type Answer } from "../outbound/answer.ts";
import type { BudgetNews } from "../outbound/gate.ts";
import { request, type OutboundDeps, type RequestSpec } from "../outbound/request.ts";
import { retryAfterMs } from "../outbound/retry-after.ts";

export interface AccountDeps extends Omit<OutboundDeps, "readBudget"> {
  /** Template with `{account}`: `https://{account}.gorgias.com`. */
  gorgiasUrl: string;
  /** Told when Gorgias refuses the credential (401); answers after how many ms another try is worth it, or null (contract 2.4). */
  onUnauthorized?(): Promise<number | null>;
}

export interface GorgiasAccount {
  /** Sends to `/api<path>`. */
  call(spec: AccountRequest): Promise<Answer>;
  /** The answer's body by its schema; a body of another shape rejects with fate `unknown`. */
  read<T extends z.ZodType>(schema: T, spec: AccountRequest): Promise<z.output<T>>;
  spent(): number;
  /** Customers by id, as the latest answers show them. */
  shown: Map<number, ShownCustomer>;
}

export type AccountRequest = Omit<RequestSpec, "url" | "headers"> & {
  /** Below `/api`, with its query. */
  path: string;
  headers?: Record<string, string>;
};

/** What an account is opened with. `authorization` is the header's whole value, asked for once something is sent. */
export interface AccountIdentity {
  connectionId: string;
  account: string;
  authorization: string | (() => Promise<string>);
  lane: string;
  /** How long the work has been waiting for its turn. */
  waitedMs?: number;
}

/** A subdomain that may become part of a host (contract 1: anything else would leak the credential to a stranger's server). */
export const ACCOUNT_PATTERN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** The account's root address from the template; throws for a name that is no subdomain. */
export function accountUrl(template: string, account: string): string {
  if (!ACCOUNT_PATTERN.test(account)) throw new Error(`"${account}" is not a Gorgias subdomain such as acme`);
  return template.replace("{account}", account);
}

export function openAccount(deps: AccountDeps, identity: AccountIdentity): GorgiasAccount {
  const root = accountUrl(deps.gorgiasUrl, identity.account);
  let requests = 0;
  const caller = {
    connectionId: identity.connectionId,
    account: identity.account,
    vendor: "gorgias" as const,
    lane: identity.lane,
    waitedMs: identity.waitedMs ?? 0,
    count: () => void (requests += 1),
    spent: () => requests,
  };
  const send = async ({ path, headers, ...spec }: AccountRequest): Promise<Answer> => {
    const { authorization } = identity;
    return request({ ...deps, readBudget }, caller, {
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
    spent: () => requests,
    shown: new Map(),
  };
}

/** `X-Gorgias-Account-Api-Call-Limit: 18/80`, and `Retry-after` on a 429 (contract 11.3). */
export function readBudget(headers: Headers, status: number, now: number): BudgetNews {
  const told = /^(\d{1,9})\/(\d{1,9})$/.exec(headers.get("x-gorgias-account-api-call-limit") ?? "");
  const news: BudgetNews = told ? { used: Number(told[1]), limit: Number(told[2]) } : {};
  if (status !== 429) return news;
  return { ...news, blockedForMs: retryAfterMs(headers.get("retry-after"), now) ?? 10_000 };
}
