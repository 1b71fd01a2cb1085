/** C10, M9: what is known of a download while its bytes flow. */
import { expect, it } from "vitest";
import { SourceError, watchSource } from "./watch-source.ts";

/** A source of these pieces, which breaks off with `error` after them. */
function sourceOf(pieces: readonly number[], error?: Error) {
  const state = { cancelled: false };
  const left = pieces.map((bytes) => new Uint8Array(bytes));
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = left.shift();
        if (next) controller.enqueue(next);
        else if (error) controller.error(error);
        else controller.close();
      },
      cancel: () => void (state.cancelled = true),
    },
    { highWaterMark: 0 },
  );
  return { state, stream };
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const piece of stream) bytes += piece.byteLength;
  return bytes;
}

it("C10: a file of exactly the largest size is read to its end", async () => {
  const { state, stream } = sourceOf([4, 6]);
  const source = watchSource(stream, 10);
  expect(await bytesOf(source.stream)).toBe(10);
  expect([source.bytes(), source.overflowed(), state.cancelled]).toEqual([10, false, false]);
});

it("C10: a file of one byte more ends there, and its download is closed", async () => {
  const { state, stream } = sourceOf([4, 7, 5]);
  const source = watchSource(stream, 10);
  await expect(bytesOf(source.stream)).rejects.toThrow("larger than allowed");
  expect([source.bytes(), source.overflowed(), state.cancelled]).toEqual([11, true, true]);
});

it("M9: a download that breaks off explains the upload that failed with it", async () => {
  const source = watchSource(sourceOf([4], new Error("reset")).stream, 10);
  await expect(bytesOf(source.stream)).rejects.toThrow("the download broke off: reset");
  expect(() => source.explain(new Error("the upload failed"))).toThrow(SourceError);
});

it("M9: an upload that failed by itself is not explained by the download", async () => {
  const source = watchSource(sourceOf([4]).stream, 10);
  await bytesOf(source.stream);
  expect(() => source.explain(new Error("the upload failed"))).toThrow("the upload failed");
});
