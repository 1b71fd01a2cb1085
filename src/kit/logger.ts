/** The logger: one JSON line per event, with secrets redacted and repeated failures counted. */
import { pino, type DestinationStream, type Logger as PinoLogger, type LoggerOptions } from "pino";
import { repeatedLines } from "./repeated-lines.ts";
import { RequestError } from "./request-error.ts";
import { LateError } from "./within.ts";

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

/**
 * The known fields of an error only. Drivers attach their whole connection to an error, keys included. A failed request
 * is no mistake of the program, so it has no stack.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  if (error instanceof RequestError) {
    const { fate, status, retryAfterMs } = error;
    return { type: name, message, fate, status, retryAfterMs };
  }
  if (error instanceof LateError) return { type: name, message };
  const code = "code" in error ? String(error.code) : undefined;
  return { type: name, message, stack, code, ...(error.cause instanceof Error ? { cause: error.cause.message } : {}) };
}

/** Writes to standard output by default. `level` is one of pino's levels, or `silent`. `repeatMs`: see below. */
export function createLogger(level: string, destination?: DestinationStream, repeatMs?: number): PinoLogger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`]);
  const options: LoggerOptions = {
    level,
    base: null,
    redact: { paths, censor: "[secret]" },
    serializers: { err: describeError },
    hooks: { logMethod: countRepeats(() => counts, repeatMs) },
  };
  // The lines with counts have no error, so they go the usual way.
  const counts: PinoLogger = destination ? pino(options, destination) : pino(options);
  return counts;
}

type LogMethod = NonNullable<NonNullable<LoggerOptions["hooks"]>["logMethod"]>;

/** A dependency that is away makes the same failure many times a second. Only lines with an error are counted. */
function countRepeats(log: () => PinoLogger, repeatMs?: number): LogMethod {
  const lines = repeatedLines((level, fields, message) => log()[labelOf(level)](fields, message), repeatMs);
  return function write(args, method, level) {
    const [fields, message] = args as unknown as [unknown, unknown];
    const isFailure = typeof fields === "object" && fields !== null && "err" in fields && typeof message === "string";
    if (isFailure && !lines.isFirst({ level, message, fields: { ...fields } })) return;
    method.apply(this, args);
  };
}

function labelOf(level: number): "info" | "warn" | "error" {
  return level >= 50 ? "error" : level >= 40 ? "warn" : "info";
}
