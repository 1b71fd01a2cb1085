// A refusal of the OAuth endpoints: `{"error", "error_description"}`, as RFC 6749 words it (contract 2.2).

export type OauthErrorCode =
  "invalid_request" | "invalid_client" | "invalid_grant" | "unsupported_grant_type" | "invalid_scope";

export class OauthError extends Error {
  readonly code: OauthErrorCode;

  constructor(code: OauthErrorCode, description: string) {
    super(description);
    this.code = code;
  }

  /** Only an unknown client is a 401. */
  get status(): number {
    return this.code === "invalid_client" ? 401 : 400;
  }

  get body(): { error: OauthErrorCode; error_description: string } {
    return { error: this.code, error_description: this.message };
  }
}
