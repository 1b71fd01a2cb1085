/** Why two accounts cannot be joined, or a person cannot sign in, as codes with parameters. Never a secret. */
import type { Vendor } from "../connection/connection.ts";

/** Why deliveries would not reach this service. */
export type ReachProblem =
  | { code: "address_local"; publicUrl: string }
  | { code: "address_not_https"; publicUrl: string }
  | { code: "address_silent"; publicUrl: string; cause: string }
  | { code: "address_redirects"; publicUrl: string; status: number }
  | { code: "address_other_database"; publicUrl: string }
  | { code: "address_other_keys"; publicUrl: string }
  | { code: "address_elsewhere"; publicUrl: string; status: number };

export type KeyProblem =
  | { code: "bad_account"; typed: string }
  | { code: "unknown_account"; account: string }
  | { code: "gorgias_key_rejected"; account: string; email: string }
  /** `admins`: who could do it, as far as the key may know. */
  | { code: "not_an_admin"; account: string; user: string; admins: readonly string[] }
  | { code: "aircall_key_rejected" }
  /** The vendor did not answer, or not as documented. `detail`: its own words, or the cause. */
  | { code: "vendor_unavailable"; vendor: Vendor; detail: string | null }
  | { code: "company_taken"; account: string }
  | { code: "another_company"; account: string }
  | { code: "no_numbers" }
  | { code: "webhook_limit" };

export type AccessProblem =
  | ReachProblem
  | KeyProblem
  | { code: "already_connected"; account: string }
  | { code: "unknown_number"; typed: string; known: readonly string[] }
  | { code: "ambiguous_number"; typed: string; matches: readonly string[] }
  | { code: "not_connected"; account: string }
  | { code: "side_not_connected"; vendor: Vendor }
  | { code: "connected_by_oauth"; vendor: Vendor }
  | { code: "no_keys" };

/** One sentence for each code. */
export type AccessTexts = {
  [C in AccessProblem["code"]]: (problem: Extract<AccessProblem, { code: C }>) => string;
};

/** For sentences. */
export const VENDOR_NAMES = { gorgias: "Gorgias", aircall: "Aircall" } as const;
