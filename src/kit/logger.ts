/** One line of JSON per happening, with everything secret taken out before it is written. */
import { pino, type Logger as PinoLogger } from "pino";

export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error">;

/** Names under which a secret could reach a log line, at the first and the second level. */
const SECRET_KEYS = ["token", "authorization", "password", "secret", "apiKey", "apiToken", "ciphertext", "cookie"];

/** The service's logger. `level` is one of pino's levels, `silent` included. */
export function createLogger(level: string): PinoLogger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`]);
  return pino({ level, base: null, redact: { paths, censor: "[secret]" } });
}
