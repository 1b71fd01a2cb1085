/**
 * Counts the bytes of a download and ends it at the limit. Separates a failed download from a failed upload (C10, M9).
 */
/** The file server failed, not the help desk. */
export class SourceError extends Error {
  override name = "SourceError" as const;

  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}

export interface WatchedSource {
  /** The bytes of the source, unchanged. */
  stream: ReadableStream<Uint8Array>;
  bytes(): number;
  overflowed(): boolean;
  /** Throws the download's error if the download broke off. Otherwise throws `error`. */
  explain(error: unknown): never;
}

/** Counts the bytes as they flow, so a missing or wrong size does no harm. */
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
