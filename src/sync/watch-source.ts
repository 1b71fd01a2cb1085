/** Counts what a download brings, ends it at the limit, and tells a download that failed from an upload that did (C10, M9). */
/** The server of files failed, not the help desk. */
export class SourceError extends Error {
  override name = "SourceError" as const;

  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}

export interface WatchedSource {
  /** The same bytes. */
  stream: ReadableStream<Uint8Array>;
  bytes(): number;
  overflowed(): boolean;
  /** Throws what broke the download where that is what the error comes from. */
  explain(error: unknown): never;
}

/** A size that was not told, or told wrong, changes nothing: what flows is counted. */
export function watchSource(source: ReadableStream<Uint8Array>, limit: number): WatchedSource {
  const reader = source.getReader();
  let bytes = 0;
  let broken: SourceError | null = null;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await reader.read().catch((cause: unknown) => {
          broken = new SourceError(`the download broke off: ${cause instanceof Error ? cause.message : "?"}`, cause);
          throw broken;
        });
        if (piece.done) return controller.close();
        bytes += piece.value.byteLength;
        if (bytes <= limit) return controller.enqueue(piece.value);
        void reader.cancel().catch(() => undefined);
        controller.error(new Error("the file is larger than allowed"));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const explain = (error: unknown): never => {
    throw broken ?? error;
  };
  return { stream, bytes: () => bytes, overflowed: () => bytes > limit, explain };
}
