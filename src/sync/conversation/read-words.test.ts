/** M9: which text parts of an MMS become words, in whichever charset. */
import { expect, it } from "vitest";
import { readWords } from "./read-words.ts";

const LARGEST = 65_536;
const OTHER = { kind: "other type", type: "text/plain" };
const streamOf = (...pieces: (Buffer | string)[]) =>
  ReadableStream.from(
    pieces.map((piece) => new Uint8Array(Buffer.from(piece as string))),
  ) as ReadableStream<Uint8Array>;

it.each<[string, Buffer, string | null]>([
  ["UTF-8 without a charset", Buffer.from("Où ?"), null],
  ["UTF-8 as declared", Buffer.from("Où ?"), "text/plain; charset=utf-8"],
  ["one byte each, as declared", Buffer.from("Où ?", "latin1"), 'text/plain; charset="iso-8859-1"'],
  ["two bytes each, in capitals", Buffer.from("Où ?", "utf16le"), "text/plain; Charset = UTF-16LE"],
  ["one byte each, declared as UTF-8", Buffer.from("Où ?", "latin1"), "text/plain; charset=utf-8"],
  ["two bytes each, as declared", Buffer.from("Où ?", "utf16le"), "text/plain; charset=utf-16le"],
  ["UTF-8 in an unknown charset", Buffer.from("Où ?"), "text/plain; charset=x-phone"],
])("M9: letters are read that are %s", async (_how, bytes, type) => {
  expect(await readWords(streamOf(bytes), type)).toEqual({ kind: "words", said: "Où ?" });
});

it("M9: words that come in pieces are one, also where a letter is cut", async () => {
  const bytes = Buffer.from("Où ?");
  expect(await readWords(streamOf(bytes.subarray(0, 2), bytes.subarray(2)), null)).toEqual({
    kind: "words",
    said: "Où ?",
  });
});

it("M9: a part of the largest length is words, and one byte more is a file", async () => {
  const half = "a".repeat(LARGEST / 2);
  expect(await readWords(streamOf(half, half), null)).toEqual({ kind: "words", said: half + half });
  expect(await readWords(streamOf(half, half, "a"), null)).toEqual(OTHER);
});

it("M9: bytes with a zero are no words", async () => {
  expect(await readWords(streamOf("a\u0000b"), null)).toEqual(OTHER);
});
