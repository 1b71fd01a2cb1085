// A refusal as the vendor words it: status and `{"error": {"msg", "data"}}` (contract 11.2).

export class VendorError extends Error {
  readonly status: number;
  readonly data: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    more: { data?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.data = more.data;
    this.headers = more.headers ?? {};
  }

  /** The body: empty for a merged object (contract 11.2). */
  get body(): unknown {
    if (this.status === 301) return {};
    return { error: this.data === undefined ? { msg: this.message } : { msg: this.message, data: this.data } };
  }
}

export const refuse = {
  invalid: (message: string, data: Record<string, string[]>) => new VendorError(400, message, { data }),
  unauthorized: () => new VendorError(401, "Unauthorized."),
  forbidden: (reason: string) =>
    new VendorError(403, `You do not have enough permissions to perform this action. ${reason}`),
  notFound: () => new VendorError(404, "Resource not found."),
  method: () => new VendorError(405, "The specified HTTP method is not allowed."),
  exists: () => new VendorError(409, "The resource already exists."),
  tooLarge: () => new VendorError(413, "The file is too large."),
  /** A merged object; `location` names the one that took it in. */
  moved: (location: string | undefined) =>
    new VendorError(301, "Moved.", location === undefined ? {} : { headers: { location } }),
};
