/** Aborts an upload that the server does not take or does not answer. The wait for the source does not count. */
export interface UploadPace {
  /** Longest wait until the server takes the next piece. */
  stallMs: number;
  /** Longest wait from the last piece to the answer's headers. */
  answerMs: number;
}

export interface WatchedUpload {
  /** Undefined without a pace. */
  stalled: AbortSignal | undefined;
  /** Yields the same pieces. `sent` receives the size of each. */
  watch(pieces: AsyncIterable<Uint8Array>, sent: (bytes: number) => void): AsyncIterable<Uint8Array>;
  /** Call when the answer's headers have arrived, or when none are expected. */
  end(): void;
}

export function watchUpload(pace?: UploadPace): WatchedUpload {
  const stall = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = () => clearTimeout(timer);
  const expect = (ms: number | undefined) => {
    end();
    if (ms === undefined) return;
    timer = setTimeout(() => stall.abort(new DOMException("the upload stalled", "TimeoutError")), ms);
    timer.unref();
  };
  async function* watch(pieces: AsyncIterable<Uint8Array>, sent: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      sent(piece.byteLength);
      expect(pace?.stallMs);
      yield piece;
      end();
    }
    expect(pace?.answerMs);
  }
  return { stalled: pace && stall.signal, watch, end };
}
