/** Ends an upload that the other side does not take, or does not answer. Time spent waiting for the source does not count. */
export interface UploadPace {
  /** Until the next piece is taken. */
  stallMs: number;
  /** From the last piece to the head of the answer. */
  answerMs: number;
}

export interface WatchedUpload {
  /** Undefined where there is no pace to keep. */
  stalled: AbortSignal | undefined;
  /** The same pieces; `sent` hears how large each is. */
  watch(pieces: AsyncIterable<Uint8Array>, sent: (bytes: number) => void): AsyncIterable<Uint8Array>;
  /** The head of the answer is there, or nothing more is expected. */
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
