/** C10, M9: a file that is not transferred to its end is not downloaded to its end either. */
import { expect, it } from "vitest";
import { LARGEST_MEDIA_BYTES } from "../../domain/ticket/media.ts";
import type { OpenedMedia } from "../../domain/ports/phone-system.ts";
import { lookInside } from "./look-inside.ts";
import { transferFile, type Transfer } from "./transfer-file.ts";
import { transferSlots } from "./transfer-slots.ts";

const PIECE = Buffer.alloc(65_536, 7);

/** A source without an end. */
function endless() {
  const state = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(PIECE),
    cancel: () => void (state.cancelled = true),
  });
  return { state, stream };
}

const upload = async () => {
  throw new Error("the upload failed");
};

function transferOf(opened: OpenedMedia, decide: Transfer<string>["decide"]) {
  const open = async () => opened;
  return transferFile({ connectionId: "one", slots: transferSlots(2), files: { upload }, open, decide });
}

const open = (stream: ReadableStream<Uint8Array>, size: number | null): OpenedMedia => ({
  kind: "open",
  stream,
  size,
  contentType: null,
});
const attach = async () => ({ name: "a.mp3", contentType: "audio/mpeg" });

it("C10: is closed where its given length is too large", async () => {
  const { state, stream } = endless();
  const end = await transferOf(open(stream, LARGEST_MEDIA_BYTES + 1), attach);
  expect([end.kind, state.cancelled]).toEqual(["too large", true]);
});

it("C10: is uploaded where its given length is the largest that is allowed", async () => {
  const { stream } = endless();
  await expect(transferOf(open(stream, LARGEST_MEDIA_BYTES), attach)).rejects.toThrow("the upload failed");
});

it("C10: is closed where its bytes are no file to attach", async () => {
  const { state, stream } = endless();
  const end = await transferOf(open(stream, null), async () => ({ instead: "words" }));
  expect([end.kind, state.cancelled]).toEqual(["instead", true]);
});

it("C10: is closed where the help desk takes no bytes of it", async () => {
  const { state, stream } = endless();
  await expect(transferOf(open(stream, null), attach)).rejects.toThrow("the upload failed");
  expect(state.cancelled).toBe(true);
});

it("M9: is closed when it is abandoned after the first look", async () => {
  const { state, stream } = endless();
  const seen = await lookInside(stream);
  expect(state.cancelled).toBe(false);
  await seen.stream.cancel();
  expect(state.cancelled).toBe(true);
});
