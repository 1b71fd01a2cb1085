/** Tells a download that failed from an upload that did: only the former may be given up (M9). */
import { RequestError } from "../../kit/request-error.ts";

/** The server of files failed, not the help desk. */
export class SourceError extends Error {
  override name = "SourceError" as const;
  readonly retryAfterMs: number | null;

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.retryAfterMs = cause instanceof RequestError ? cause.retryAfterMs : null;
  }
}

/** The same bytes; `explain` throws what broke the download where that is what the error comes from. */
export function watchSource(source: ReadableStream<Uint8Array>) {
  const reader = source.getReader();
  let broken: SourceError | null = null;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (cause) {
        broken = new SourceError("the download broke off", cause);
        controller.error(broken);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const explain = (error: unknown): never => {
    throw broken ?? error;
  };
  return { stream, explain };
}
