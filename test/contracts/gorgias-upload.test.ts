/** Uploads to Gorgias: streamed as they come, whatever their size, and refused in good order. */
import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { OutgoingFile } from "../../src/domain/ports/help-desk-files.ts";
import { failureOf, useGorgiasSimulator } from "./use-gorgias-simulator.ts";

const gorgias = useGorgiasSimulator();
const MB = 1024 * 1024;
const CHUNK = 64 * 1024;

/** A file created while it is read. `sum` is known at its end. `cancelled` resolves when its reader stops. */
function madeFile(bytes: number, more: Partial<OutgoingFile> = {}, watch: () => void = () => undefined) {
  const hash = createHash("sha256");
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>();
  const state = { made: 0, cancelled };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (state.made >= bytes) return controller.close();
        const chunk = new Uint8Array(Math.min(CHUNK, bytes - state.made)).fill(state.made / CHUNK);
        state.made += chunk.length;
        hash.update(chunk);
        watch();
        controller.enqueue(chunk);
        return undefined;
      },
      cancel: () => cancel(),
    },
    { highWaterMark: 0 },
  );
  const file: OutgoingFile = { name: "recording-1.mp3", contentType: "audio/mpeg", size: bytes, stream, ...more };
  return { file, state, sum: () => hash.digest("hex") };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The memory of this process without garbage: of the client and of the Gorgias simulator. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe("C10: an upload", () => {
  it.each([
    ["of known length", MB + 17, {}],
    ["of unknown length", MB + 17, { size: null }],
    ["of no bytes", 0, {}],
  ])("arrives byte for byte: a file %s", async (_what, bytes, more) => {
    const shop = gorgias.open();
    const { file, sum } = madeFile(bytes, more);
    const uploaded = await shop.desk.files.upload(file);
    const stored = { name: "recording-1.mp3", contentType: "audio/mpeg", size: bytes };
    expect(uploaded).toEqual({ kind: "stored", file: { ...stored, url: expect.stringMatching(/^http/) } });
    expect(shop.seen().files).toMatchObject([{ ...stored, sha256: sum() }]);
  });

  it("sends its length where it is known", async () => {
    const lengths: (string | null)[] = [];
    const shop = gorgias.open();
    for (const size of [5, null]) {
      shop.deps.fetch = (input, init) => {
        lengths.push(new Headers(init?.headers).get("content-length"));
        return fetch(input, init);
      };
      await shop.desk.files.upload(madeFile(5, { size }).file);
    }
    expect(lengths.map((length) => length !== null)).toEqual([true, false]);
    expect(Number(lengths[0])).toBeGreaterThan(5);
  });

  it.each([`a"b\r\nc.mp3`, "Ærø — 🎧.mp3", "../../etc/passwd"])("has one part whatever its name: %j", async (name) => {
    const shop = gorgias.open();
    const uploaded = await shop.desk.files.upload(madeFile(5, { name }).file);
    expect(uploaded).toMatchObject({ kind: "stored", file: { size: 5 } });
    expect(shop.seen().files).toHaveLength(1);
  });

  it("understands a size that is a string", async () => {
    const shop = gorgias.open({ sizeAsString: true });
    expect(await shop.desk.files.upload(madeFile(1_234).file)).toMatchObject({ file: { size: 1_234 } });
  });

  it.each([
    ["known", {}],
    ["unknown", { size: null }],
  ])("is too large where Gorgias says so, its length being %s", async (_what, more) => {
    const shop = gorgias.open({ uploadLimitBytes: MB });
    expect(await shop.desk.files.upload(madeFile(MB, more).file)).toMatchObject({ kind: "stored" });
    expect(await shop.desk.files.upload(madeFile(MB + 1, more).file)).toEqual({ kind: "too large" });
    expect(shop.seen().files).toHaveLength(1);
  });

  it("leaves its fate unknown when its source breaks off, and nothing is stored", async () => {
    const shop = gorgias.open();
    const broken = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        controller.error(new Error("the source broke off"));
      },
    });
    const { file } = madeFile(MB);
    const failure = await failureOf(shop.desk.files.upload({ ...file, stream: file.stream.pipeThrough(broken) }));
    expect(failure).toMatchObject({ name: "RequestError", fate: "unknown" });
    expect(shop.seen().files).toEqual([]);
  });

  it("lets go of its source when the connection breaks", async () => {
    const shop = gorgias.open();
    shop.fail({ kind: "dropped" }, "/upload");
    const { file, state } = madeFile(20 * MB);
    expect(await failureOf(shop.desk.files.upload(file))).toMatchObject({ fate: "unknown" });
    expect(state.made).toBeLessThan(20 * MB);
    await state.cancelled;
  });

  it("of 60 MB takes no more memory than a piece of it", async () => {
    const shop = gorgias.open();
    // What the first upload loads stays, and does not count.
    await shop.desk.files.upload(madeFile(4 * MB).file);
    const before = heldBytes();
    let most = 0;
    const { file, state, sum } = madeFile(60 * MB, {}, () => {
      if (state.made % (4 * MB) === 0) most = Math.max(most, heldBytes() - before);
    });
    expect(await shop.desk.files.upload(file)).toMatchObject({ kind: "stored", file: { size: 60 * MB } });
    expect(shop.seen().files[1]?.sha256).toBe(sum());
    expect(most / MB).toBeLessThan(20);
  });
});
