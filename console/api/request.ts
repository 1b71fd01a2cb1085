/**
 * One request to the admin API. The server writes its answers through the schemas that the types come from, so the
 * browser does not parse them again and loads no parser.
 */

/** A rejection by the API, or an unreachable API (`status` 0, code `unreachable`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** What is wrong with the fields of a form, in the reader's language. Empty if no field is at fault. */
  readonly fields: readonly FieldError[];

  constructor(status: number, code: string, message: string, fields: readonly FieldError[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

export interface FieldError {
  name: string;
  message: string;
}

export interface RequestOptions {
  method?: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** `csrfToken` of the session. Every write needs it. */
  csrfToken?: string;
  signal?: AbortSignal;
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const text = await response.text().catch(() => "");
  const body = readJson(text);
  if (response.ok) return body as T;
  const error = errorIn(body);
  throw new ApiError(response.status, error?.code ?? "failed", error?.message ?? response.statusText, error?.fields);
}

async function send(path: string, { method = "GET", body, csrfToken, signal }: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": document.documentElement.lang,
    ...(csrfToken === undefined ? {} : { "x-csrf-token": csrfToken }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...content,
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, "unreachable", "");
  }
}

function readJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function errorIn(body: unknown): { code: string; message: string; fields: FieldError[] } | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) return null;
  // An array of the API has the form that its schema says.
  const fields = "fields" in error && Array.isArray(error.fields) ? (error.fields as FieldError[]) : [];
  return { code: String(error.code), message: String(error.message), fields };
}
