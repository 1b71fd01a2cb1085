/** What signing in and setting up without an OAuth app needs of the service. */
import type { SetUpDeps } from "../../connections/sign-in/set-up.ts";
import type { KeySignIn, LinkUsed } from "../../connections/sign-in/sign-in.ts";
import type { Cookies } from "../install/cookies.ts";

export interface AccessDeps {
  cookies: Cookies;
  /** Whether OAuth apps are configured. */
  hasOauth: boolean;
  takeLink(secret: string): Promise<LinkUsed>;
  signInWithKey(typed: { account: string; email: string; key: string }): Promise<KeySignIn>;
  setUp: SetUpDeps;
  /** Allowed requests per address and minute. */
  floodLimit?: number;
}
