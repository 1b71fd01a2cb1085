/** One line of JSON per happening, with everything secret taken out before it is written. */
import { pino, type DestinationStream, type Logger as PinoLogger } from "pino";

export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error">;

/** Names under which a secret could reach a log line, at the first and the second level. */
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

/** What is known of an error and nothing that hangs on it: drivers hang their whole connection there, keys included. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  const code = "code" in error ? String(error.code) : undefined;
  return { type: name, message, stack, code, ...(error.cause instanceof Error ? { cause: error.cause.message } : {}) };
}

/** The service's logger, to standard output unless told otherwise. `level` is one of pino's levels, `silent` included. */
export function createLogger(level: string, destination?: DestinationStream): PinoLogger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`]);
  const options = { level, base: null, redact: { paths, censor: "[secret]" }, serializers: { err: describeError } };
  return destination ? pino(options, destination) : pino(options);
}
