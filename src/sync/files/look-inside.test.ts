/** C10, M9: the type of a file by its bytes, and all of its bytes. */
import { expect, it } from "vitest";
import { lookInside } from "./look-inside.ts";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV", "base64");

function streamOf(bytes: Buffer, piece: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + piece));
      at += piece;
    },
  });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

it.each([1, 7, 65_536, 200_000])("M9: a picture is known and whole in pieces of %i bytes", async (piece) => {
  const bytes = Buffer.concat([PNG, Buffer.alloc(piece < 100 ? 2_000 : 150_000, 3)]);
  const seen = await lookInside(streamOf(bytes, piece));
  expect([seen.type, seen.extension]).toEqual(["image/png", "png"]);
  expect(bytes.equals(await bytesOf(seen.stream))).toBe(true);
});

it("M9: a file of 60 kB is looked at whole, and not beyond that", async () => {
  const bytes = Buffer.alloc(60_000);
  expect((await lookInside(streamOf(bytes, 1_000))).beginning.byteLength).toBe(bytes.length);
  expect((await lookInside(streamOf(Buffer.alloc(100_000), 50_000))).beginning.byteLength).toBe(65_536);
});

it("M9: an empty file, and one of words, have no type", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("hello")]) {
    const seen = await lookInside(streamOf(bytes, 10));
    expect([seen.type, seen.extension]).toEqual([null, null]);
    expect(bytes.equals(await bytesOf(seen.stream))).toBe(true);
  }
});
