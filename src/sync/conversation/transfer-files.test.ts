/** M9: one attempt at the files of one message, with servers that answer each in their own way. */
import { describe, expect, it } from "vitest";
import { event, SENT_AT, write } from "../../../test/fixtures/text-messages.ts";
import type { MessageFile } from "../../domain/conversation/text-message.ts";
import type { OpenedMedia } from "../../domain/ports/phone-system.ts";
import type { OutgoingFile } from "../../domain/ports/help-desk-files.ts";
import type { CompletedWrite } from "../../domain/ports/stores.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import { transferSlots } from "../files/transfer-slots.ts";
import { transferFiles, type FileCarrierDeps } from "./transfer-files.ts";

const NOW = SENT_AT + 5_000;
const WORK = { connectionId: "one", activityId: "text:+12025550147", messageId: "SM1" };
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV", "base64");
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);
const TIFF = Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

const file = (name: string, more: Partial<MessageFile> = {}): MessageFile => ({
  name,
  type: null,
  url: `https://aircall/${name}`,
  ...more,
});
const opened = (bytes: Buffer | string, contentType: string | null = null): OpenedMedia => ({
  kind: "open",
  stream: new Blob([new Uint8Array(Buffer.from(bytes as string))]).stream(),
  size: null,
  contentType,
});

function outside(files: MessageFile[], stored: Write[] = []) {
  const it = {
    status: "active",
    served: new Map<string, () => OpenedMedia | Promise<OpenedMedia>>(),
    fresh: null as MessageFile[] | null,
    upload: async ({ name, stream }: OutgoingFile): Promise<unknown> => {
      for await (const _piece of stream) continue;
      return { kind: "stored", file: { url: `https://gorgias/${name}`, name, contentType: "image/png", size: 1 } };
    },
    downloads: [] as string[],
    waited: [] as number[],
    finished: 0,
    saved: {} as Record<string, unknown>,
  };
  const helpDesk = { files: { upload: (asked: OutgoingFile) => it.upload(asked) }, used: () => 1 };
  const phone = {
    async download(url: string) {
      it.downloads.push(url.replace("https://aircall/", ""));
      return (await it.served.get(url.replace("https://aircall/", ""))?.()) ?? opened(PNG);
    },
    messageFiles: async () => it.fresh,
  };
  const snapshot = () => ({
    connection: { id: "one", status: it.status, settings: { internalCalls: "skip" } },
    ownLines: [],
    selectedLines: new Set(["1001"]),
    deliveries: [{ id: 1, body: "", receivedAt: NOW }],
    writes: [],
  });
  const deps = {
    clock: () => NOW,
    conversations: { open: async () => snapshot(), writes: async () => stored },
    reader: { readMessage: () => ({ ok: true, value: event("message.received", 0, { files }) }) },
    phones: async () => phone,
    helpDesks: (_connection: unknown, _priority: unknown, waitedMs: number) => {
      it.waited.push(waitedMs);
      return helpDesk;
    },
    slots: transferSlots(20),
    finishTransfer: async () => void (it.finished += 1),
    writes: {
      intend: async (_c: string, _a: string, { key, intent }: Pick<Write, "key" | "intent">) =>
        void (it.saved[key] = intent),
      complete: async (_c: string, _a: string, [done]: CompletedWrite[]) =>
        void (it.saved[done?.key ?? ""] = done?.outcome),
    },
  } as unknown as FileCarrierDeps;
  return Object.assign(it, { transfer: (messageId = "SM1") => transferFiles(deps, { ...WORK, messageId }) });
}

/** What is saved of the first file. */
async function savedOf(world: ReturnType<typeof outside>): Promise<unknown> {
  await world.transfer();
  return world.saved["upload:SM1:0"];
}

describe("the name of an attached file", () => {
  it.each([
    ["box.png", PNG, "box.png"],
    ["BOX.PNG", PNG, "BOX.PNG"],
    ["invoice.html", PNG, "invoice.html.png"],
    ["box", PNG, "box.png"],
    ["photo.jpeg", JPEG, "photo.jpeg"],
    ["photo.jpg", JPEG, "photo.jpg"],
    ["photo.png", JPEG, "photo.png.jpg"],
    ["scan.tiff", TIFF, "scan.tiff"],
    ["scan.jpeg", TIFF, "scan.jpeg.tif"],
    ["box.jpeg", PNG, "box.jpeg.png"],
    ["box.tiff", PNG, "box.tiff.png"],
  ])("M9: fits its bytes: %s", async (name, bytes, expected) => {
    const world = outside([file(name)]);
    world.served.set(name, () => opened(bytes));
    expect(await savedOf(world)).toMatchObject({ kind: "attached", file: { name: expected } });
    expect(world.finished).toBe(1);
  });
});

describe("a part without a declared type", () => {
  it.each([
    ["words", "text/plain; charset=utf-8", { kind: "words", said: "hello" }],
    ["layout", "application/smil", { kind: "layout" }],
    ["a picture that is none", "image/png", { kind: "disguised", type: "image/png" }],
    ["another file", "text/html", { kind: "other type", type: "text/html" }],
  ])("M9: is %s where its server says so", async (_what, contentType, outcome) => {
    const world = outside([file("part")]);
    world.served.set("part", () => opened("hello", contentType));
    expect(await savedOf(world)).toEqual(outcome);
  });

  it("M9: is what its message declares, not what its server says", async () => {
    const world = outside([file("part", { type: "text/plain" })]);
    world.served.set("part", () => opened("hello", "image/png"));
    expect(await savedOf(world)).toEqual({ kind: "words", said: "hello" });
  });
});

describe("a link", () => {
  it("M9: that has expired is replaced by the fresh one at the same place", async () => {
    const world = outside([file("a.png"), file("b.png")]);
    world.served.set("b.png", () => ({ kind: "expired" }));
    world.fresh = [file("a-fresh.png"), file("b-fresh.png")];
    await world.transfer();
    expect(world.downloads.toSorted()).toEqual(["a.png", "b-fresh.png", "b.png"]);
    expect(world.saved["upload:SM1:1"]).toMatchObject({ kind: "attached", file: { name: "b.png" } });
  });

  it.each<[string, Partial<MessageFile>, MessageFile[] | null, string]>([
    ["that has expired, without a fresh one, is gone", {}, null, "gone"],
    ["that has expired, with a fresh one that has no address, is gone", {}, [file("a", { url: null })], "gone"],
    ["that is not there, nor a fresh one, is none", { url: null }, [], "no link"],
  ])("M9: %s", async (_what, more, fresh, kind) => {
    const world = Object.assign(outside([file("a.png", more)]), { fresh });
    world.served.set("a.png", () => ({ kind: "expired" }));
    expect(await savedOf(world)).toEqual({ kind });
  });

  it("M9: that must not be followed is not replaced, and the reason is kept", async () => {
    const world = Object.assign(outside([file("a.png")]), { fresh: [file("a-fresh.png")] });
    world.served.set("a.png", () => ({ kind: "refused", reason: { code: "file_rejected" } }));
    expect(await savedOf(world)).toEqual({ kind: "refused", reason: { code: "file_rejected" } });
    expect(world.downloads).toEqual(["a.png"]);
  });
});

describe("an attempt", () => {
  const wait = (more: object) => {
    const intent = { first: NOW - 3_000, since: NOW - 2_000, at: NOW - 1_000, failed: null, ...more };
    return write("upload:SM1:0", { generation: 0, state: "intended", intent, outcome: null });
  };
  const failed = (againAt: number) => ({ failed: { side: "source", againAt, why: "the server hangs" } });

  it("N6: is not made while the connection is not active, nor for a message that is not there", async () => {
    const world = outside([file("a.png")]);
    await world.transfer("SM2");
    world.status = "deactivated";
    await world.transfer();
    expect([world.downloads, world.finished]).toEqual([[], 0]);
  });

  it("M9: is not made for a file that is there, and the message is due all the same", async () => {
    const done = write("upload:SM1:0", { generation: 0, intent: null, outcome: { kind: "gone" } });
    const world = outside([file("a.png")], [done]);
    await world.transfer();
    expect([world.downloads, world.finished]).toEqual([[], 1]);
  });

  it("M9: is not made too early after a failure, which is told once more", async () => {
    const world = outside([file("a.png"), file("b.png")], [wait(failed(NOW + 1))]);
    await expect(world.transfer()).rejects.toThrow(/^the server hangs$/);
    expect([world.downloads, world.finished]).toEqual([["b.png"], 0]);
  });

  it("M9: is made once its time has come, for as long as it was requested", async () => {
    const world = outside([file("a.png")], [wait(failed(NOW))]);
    expect(await savedOf(world)).toMatchObject({ kind: "attached" });
    expect(world.waited).toEqual([3_000]);
  });

  it("M9: is not made ten seconds before its message gives up", async () => {
    const world = outside([file("a.png")], [wait({ since: NOW - 110_000 })]);
    await world.transfer();
    expect([world.downloads, world.finished]).toEqual([[], 1]);
  });

  const refusal = (fate: "later" | "unknown", noRoom = false) => new RequestError("no", { fate, noRoom });
  it.each<[string, "source" | "upload" | "room", RequestError]>([
    ["of its server", "source", refusal("unknown")],
    ["of Gorgias", "upload", refusal("unknown")],
    ["of the rate limit", "room", refusal("later", true)],
  ])("M9: that fails for want %s is saved so, and the other file is transferred", async (_what, side, error) => {
    const world = outside([file("a.png"), file("b.png")]);
    if (side === "source") world.served.set("a.png", () => Promise.reject(error));
    const { upload } = world;
    world.upload = (asked) => (asked.name === "a.png" ? Promise.reject(error) : upload(asked));
    await expect(world.transfer()).rejects.toThrow(/^no$/);
    expect(world.saved).toMatchObject({
      "upload:SM1:0": { first: NOW, at: NOW, failed: { side, againAt: NOW + 10_000, why: "no" } },
      "upload:SM1:1": { kind: "attached" },
    });
    expect(world.finished).toBe(0);
  });

  it("M9: that ends by a fault of ours is told as such, and nothing is saved of it", async () => {
    const world = outside([file("a.png")]);
    world.served.set("a.png", () => Promise.reject(new TypeError("a fault")));
    await expect(world.transfer()).rejects.toThrow("a fault");
    expect([world.saved, world.finished]).toEqual([{}, 0]);
  });

  it("M9: is made at four files at once, and at the others as these end", async () => {
    const names = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}.png`);
    const world = outside(names.map((name) => file(name)));
    const gate = Promise.withResolvers<void>();
    for (const name of names) world.served.set(name, () => gate.promise.then(() => opened(PNG)));
    const end = world.transfer();
    await expect.poll(() => world.downloads.length).toBe(4);
    gate.resolve();
    await end;
    expect(world.downloads.toSorted()).toEqual(names);
    expect(world.finished).toBe(1);
  });
});
