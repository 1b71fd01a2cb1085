/** Signing in without an OAuth app, and connecting an account with API keys, and replacing the keys. */
import type {
  ActivityAnswer,
  ActivityItemAnswer,
  GorgiasChecked,
  NumbersFound,
  SetUpAnswer,
  SignInWays,
} from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export interface GorgiasKey {
  account: string;
  email: string;
  key: string;
}

export interface AircallKey {
  id: string;
  token: string;
}

export interface NewConnection {
  gorgias: GorgiasKey;
  aircall: AircallKey;
  numbers: string[];
  language: "en" | "fr";
}

export function readSignInWays(signal: AbortSignal): Promise<SignInWays> {
  return request<SignInWays>("/api/sign-in", { signal });
}

/** Resolves with the page to open next. */
export async function takeLink(token: string): Promise<string> {
  return (await request<{ next: string }>("/api/sign-in/link", { method: "POST", body: { token } })).next;
}

export async function signInWithKey(typed: GorgiasKey): Promise<string> {
  return (await request<{ next: string }>("/api/sign-in/key", { method: "POST", body: typed })).next;
}

export function readSetUp(signal: AbortSignal): Promise<SetUpAnswer> {
  return request<SetUpAnswer>("/api/set-up", { signal });
}

export function checkGorgias(typed: GorgiasKey): Promise<GorgiasChecked> {
  return request<GorgiasChecked>("/api/set-up/gorgias", { method: "POST", body: typed });
}

export function checkAircall(typed: AircallKey): Promise<NumbersFound> {
  return request<NumbersFound>("/api/set-up/aircall", { method: "POST", body: typed });
}

export function checkAddress(): Promise<{ publicUrl: string }> {
  return request<{ publicUrl: string }>("/api/set-up/address", { method: "POST" });
}

export function connect(typed: NewConnection): Promise<{ account: string }> {
  return request<{ account: string }>("/api/set-up/connect", { method: "POST", body: typed });
}

/** One side or both. */
export interface NewKeys {
  gorgias?: Omit<GorgiasKey, "account">;
  aircall?: AircallKey;
}

/** Of a connection that a session gives access to. */
export async function replaceKeys(csrfToken: string, keys: NewKeys): Promise<void> {
  await request("/api/connection/keys", { method: "PUT", csrfToken, body: keys });
}

/** The first call with a ticket, by the session that connecting has opened. Null until there is one. */
export async function readFirstCall(signal: AbortSignal): Promise<ActivityItemAnswer | null> {
  const { items } = await request<ActivityAnswer>("/api/activity?kind=call", { signal });
  return items.find(({ ticketId }) => ticketId !== null) ?? items[0] ?? null;
}
