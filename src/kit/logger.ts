/** The logger: one JSON line per event, with secrets redacted. */
import { pino, type DestinationStream, type Logger as PinoLogger } from "pino";

export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error">;

/** Keys that may hold a secret, at the first and the second level. */
const SECRET_KEYS = [
  "token",
  "authorization",
  "password",
  "secret",
  "apiKey",
  "apiToken",
  "ciphertext",
  "cookie",
  "sealedCredential",
];

/** The known fields of an error only. Drivers attach their whole connection to an error, keys included. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  const code = "code" in error ? String(error.code) : undefined;
  return { type: name, message, stack, code, ...(error.cause instanceof Error ? { cause: error.cause.message } : {}) };
}

/** Writes to standard output by default. `level` is one of pino's levels, or `silent`. */
export function createLogger(level: string, destination?: DestinationStream): PinoLogger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`]);
  const options = { level, base: null, redact: { paths, censor: "[secret]" }, serializers: { err: describeError } };
  return destination ? pino(options, destination) : pino(options);
}
