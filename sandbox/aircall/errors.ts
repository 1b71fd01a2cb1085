// The two families of refusal the vendor knows (contract 8.2).

/** An answer of the vendor's API that is not a success. */
export class VendorError extends Error {
  override readonly name = "VendorError";
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(status: number, body: object, headers: Record<string, string> = {}) {
    super(`The Aircall simulator answers ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  415: "Unsupported Media Type",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
};

/** What the gateway says before the application is asked: `{message}`. */
export function refuseAtGateway(status: number, message: string): VendorError {
  return new VendorError(status, { message });
}

/** What the application says: `{error, troubleshoot}`. */
export function refuse(status: number, troubleshoot: string, headers: Record<string, string> = {}): VendorError {
  return new VendorError(status, { error: titles[status] ?? "Error", troubleshoot }, headers);
}

/** What the messages part says, which names its reasons: `key` (contract 6.4). */
export function refuseMessage(status: number, key: string, troubleshoot: string): VendorError {
  return new VendorError(status, { error: titles[status] ?? "Error", key, troubleshoot });
}

/** A record that does not exist. */
export function refuseUnknown(what: string): VendorError {
  return refuse(404, `${what} was not found`);
}

/** Fields that do not pass: `{error, success, errors}`. */
export function refuseFields(errors: Record<string, string[]>): VendorError {
  return new VendorError(422, { error: "Unprocessable Entity", success: false, errors });
}
