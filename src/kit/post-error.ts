/** Why JSON could not be posted to an address of an admin's choice. Names no URL, which may hold a secret. */

export type PostErrorCode = "not_allowed" | "not_public" | "rejected" | "timeout" | "unreachable";

export class PostError extends Error {
  readonly code: PostErrorCode;
  /** The HTTP status, for `rejected`. */
  readonly status: number | null;

  constructor(code: PostErrorCode, message: string, status: number | null = null) {
    super(message);
    this.name = "PostError";
    this.code = code;
    this.status = status;
  }
}
