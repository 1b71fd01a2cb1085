/** C10, M9: which uploads are done with, and which are tried again. */
import { expect, it } from "vitest";
import type { HelpDeskFiles } from "../../domain/ports/help-desk-files.ts";
import { RequestError, type RequestFate } from "../../kit/request-error.ts";
import { uploadCounted } from "./upload-counted.ts";

const rejection = (fate: RequestFate, status: number) => new RequestError("gorgias: no", { fate, status });

function uploadWith(
  upload: HelpDeskFiles["upload"],
  { size = null, overflowed = false }: { size?: number | null; overflowed?: boolean } = {},
) {
  const file = { name: "a.mp3", contentType: "audio/mpeg", size, stream: new ReadableStream<Uint8Array>() };
  return uploadCounted({ upload }, file, { bytes: () => 700, overflowed: () => overflowed });
}

it.each([
  [900, 900],
  [null, 700],
])("C10: a file that is too large, given as %s bytes, is told as %i", async (size, bytes) => {
  const end = await uploadWith(async () => ({ kind: "too large" }), { size });
  expect(end).toEqual({ kind: "too large", bytes });
});

it("C10: a file that was cut at the limit is too large, not rejected", async () => {
  const end = await uploadWith(() => Promise.reject(rejection("refused", 400)), { overflowed: true, size: 10 });
  expect(end).toEqual({ kind: "too large", bytes: 700 });
});

it.each([400, 415, 422])("C18: a file that Gorgias rejects with %i is left out, by its name", async (status) => {
  const end = await uploadWith(() => Promise.reject(rejection("refused", status)));
  expect(end).toMatchObject({ kind: "refused", leftOut: [{ part: "attachment", value: "a.mp3", status }] });
});

it.each<[RequestFate, number]>([
  ["refused", 401],
  ["refused", 403],
  ["later", 429],
  ["unknown", 503],
])("C10: an upload that is %s with %i is tried again", async (fate, status) => {
  const error = rejection(fate, status);
  await expect(uploadWith(() => Promise.reject(error))).rejects.toBe(error);
});
