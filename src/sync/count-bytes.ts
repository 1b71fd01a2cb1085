/** Counts what flows through, and breaks the flow at the limit: a size that was not told, or told wrong, changes nothing. */
export function countBytes(limit: number) {
  let bytes = 0;
  const through = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > limit) controller.error(new Error("the file is larger than allowed"));
      else controller.enqueue(chunk);
    },
  });
  return { through, bytes: () => bytes, overflowed: () => bytes > limit };
}

export type ByteCounter = ReturnType<typeof countBytes>;
