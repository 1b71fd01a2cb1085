/** Agent notes, recordings and voicemail on their way to the ticket. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const MB = 1024 * 1024;

async function endedCall(shop: Shop): Promise<number> {
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  world.it.clock.advance(60_000);
  await shop.phone.calls.hangup(call);
  world.it.clock.advance(30_000);
  return call;
}

interface StoredFile {
  name: string;
  size: number;
  sha256: string;
}
const filesOf = (shop: Shop) => (shop.desk.state(shop.account) as { files: StoredFile[] }).files;

describe("agent notes", () => {
  it("C9: become one more note each, in the name of who wrote them", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.comment(call, { content: "Call back on Monday", user: shop.users.ada });
    await shop.phone.calls.end(call);
    await shop.settle();
    world.it.clock.advance(600_000);
    await shop.phone.calls.comment(call, { content: "Done", user: shop.users.cleo });
    await shop.settle();
    const notes = shop.ticket().notes.filter(({ key }) => key.startsWith("comment:"));
    expect(notes.map(({ author, text }) => [author, text])).toEqual([
      ["Ada Admin", "Call commented\nCall back on Monday"],
      ["Cleo Agent", "Call commented\nDone"],
    ]);
  });

  it("C9: are all there at once, however many there are", async () => {
    const shop = await world.it.openShop({ settings: { media: "nothing" } });
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    await shop.settle();
    const texts = Array.from({ length: 12 }, (_, i) => `Note ${i}`);
    for (const content of texts) await shop.phone.calls.comment(call, { content, user: shop.users.cleo });
    await shop.settle(0);
    const notes = shop.ticket().notes.filter(({ key }) => key.startsWith("comment:"));
    expect(notes.map(({ text }) => text.split("\n")[1])).toEqual(texts);
  });

  it("C9: have the recording when it was there before they were written", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.comment(call, { content: "Before", user: shop.users.cleo });
    world.it.clock.advance(1_000);
    await shop.phone.calls.end(call);
    world.it.clock.advance(1_000);
    await shop.phone.calls.comment(call, { content: "After", user: shop.users.cleo });
    await shop.settle();
    const notes = shop.ticket().notes.filter(({ key }) => key.startsWith("comment:"));
    expect(notes.map(({ text, attachments }) => [text.split("\n")[1], attachments.length])).toEqual([
      ["Before", 0],
      ["After", 1],
    ]);
  });
});

describe("a recording and agent notes", () => {
  it("C15: are there once where the answer to the ticket with the note was lost, and the recording came meanwhile", async () => {
    const shop = await world.it.openShop();
    await shop.warmUp();
    const path = `/${shop.account}/api/tickets$`;
    world.it.sandbox.gorgias.faults.add({ fault: { kind: "lost-answer" }, method: "POST", path });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.comment(call, { content: "Call back on Monday", user: shop.users.cleo });
    await shop.settle(0);
    expect(shop.ticket().notes).toHaveLength(2);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    const [comment, ...more] = shop.ticket().notes.filter(({ key }) => key.startsWith("comment:"));
    expect(more).toEqual([]);
    expect(comment?.attachments).toHaveLength(1);
  });

  const attached = (shop: Shop) =>
    shop.ticket().notes.flatMap(({ key, attachments }) => (attachments.length > 0 ? [key.replace(/:.*/, "")] : []));

  it.each(["during the call", "before the recording", "with it", "long after it"])(
    "C10: it is attached once, to the note that was written %s",
    async (when) => {
      const shop = await world.it.openShop();
      const call = await shop.place();
      await shop.phone.calls.answer(call, { user: shop.users.cleo });
      await shop.settle();
      const note = () => shop.phone.calls.comment(call, { content: "Refund", user: shop.users.cleo });
      if (when === "during the call") await note();
      await shop.settle();
      world.it.clock.advance(60_000);
      await shop.phone.calls.hangup(call);
      await shop.phone.calls.end(call, { recording: false });
      if (when === "before the recording") await note();
      await shop.settle();
      world.it.clock.advance(60_000);
      await shop.phone.calls.assets(call, { kind: "recording" });
      if (when === "with it") await note();
      await shop.settle();
      world.it.clock.advance(600_000);
      if (when === "long after it") await note();
      await shop.settle();
      expect(attached(shop)).toEqual(["comment"]);
      expect(shop.ticket().notes.map(({ key }) => key)).not.toContain("recording");
      expect(filesOf(shop)).toHaveLength(1);
    },
  );

  it("C10: it has a note of its own where Gorgias adds no files to a note that is there", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ messageAttachmentsEditable: false }, shop.account);
    const call = await endedCall(shop);
    await shop.phone.calls.comment(call, { content: "Refund", user: shop.users.cleo });
    await shop.settle();
    world.it.clock.advance(60_000);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(attached(shop)).toEqual(["recording"]);
  });

  it("C10: it stays where it is, too, where Gorgias takes no note away", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    await shop.settle();
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 405 }, method: "DELETE", path: `^/${shop.account}/`, times: 0 });
    world.it.clock.advance(60_000);
    await shop.phone.calls.comment(call, { content: "Refund", user: shop.users.cleo });
    await shop.settle();
    faults.clear();
    expect(attached(shop).toSorted()).toEqual(["comment", "recording"]);
    expect(await shop.activity(call)).toMatchObject({ state: "done", reason: null });
  });
});

describe("recordings and voicemail", () => {
  it("C10: a recording is uploaded byte for byte and attached, without an agent note", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    await shop.settle();
    const [attachment] = shop.note("recording").attachments;
    expect(attachment?.name).toBe(`recording-${call}.mp3`);
    expect(attachment?.url).not.toContain("X-Amz");
    const { sha256 } = shop.phone.describeMedia(call, "recording");
    expect(filesOf(shop)).toMatchObject([{ size: 40_000, sha256 }]);
  });

  const RIFF = Buffer.concat([Buffer.from("RIFF$\0\0\0WAVEfmt "), Buffer.alloc(200)]);
  const MP4 = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from("ftypisom\u0000\u0000\u0002\u0000isommp41"),
    Buffer.alloc(200),
  ]);
  const WEBM = Buffer.from(
    "1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ff",
    "hex",
  );
  const GSM = Buffer.from(Array.from({ length: 33 * 20 }, (_, n) => (n % 33 === 0 ? 0xd3 : 0x90)));
  const MP3 = Buffer.concat([Buffer.from("ID3\u0004", "latin1"), Buffer.alloc(200)]);
  const NOISE = Buffer.from(Array.from({ length: 400 }, (_, n) => (n * 151 + 7) % 256));

  it.each<[string, Buffer, string, string, string]>([
    ["MP3", MP3, "binary/octet-stream", "mp3", "audio/mpeg"],
    ["WAV", RIFF, "binary/octet-stream", "wav", "audio/wav"],
    ["WAV", RIFF, "audio/mpeg", "wav", "audio/wav"],
    ["MP4", MP4, "binary/octet-stream", "mp4", "video/mp4"],
    ["MP4", MP4, "audio/mp4", "mp4", "audio/mp4"],
    ["WebM", WEBM, "audio/webm", "webm", "audio/webm"],
    ["GSM", GSM, "binary/octet-stream", "gsm", "audio/gsm"],
    ["nothing that is known", NOISE, "audio/x-gsm", "gsm", "audio/x-gsm"],
    ["nothing that is known", NOISE, "binary/octet-stream", "bin", "application/octet-stream"],
  ])("C10: what is $0 by its bytes, said to be $2, is named .$3", async (_what, bytes, said, extension, type) => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    shop.phone.controlMedia(call, { kind: "recording", base64: bytes.toString("base64"), contentType: said });
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.note("recording").attachments).toMatchObject([{ name: `recording-${call}.${extension}` }]);
    expect(filesOf(shop)).toMatchObject([{ contentType: type }]);
  });

  it.each([
    ["a page", "<!doctype html><title>Sign in</title>", "text/html", { code: "not_a_recording", type: null }],
    ["a page that is said to be a recording", "<html>", "audio/mpeg", { code: "not_a_recording", type: null }],
    ["JSON", '{"error":"expired"}', "application/json", { code: "not_a_recording", type: null }],
    [
      "an answer of S3",
      '<?xml version="1.0"?><Error/>',
      "application/xml",
      { code: "not_a_recording", type: "application/xml" },
    ],
    ["nothing", "", "audio/mpeg", { code: "file_empty" }],
  ])(
    "C10: %s in the place of a recording is not attached, and note and activity say so",
    async (_what, text, said, why) => {
      const shop = await world.it.openShop();
      const call = await endedCall(shop);
      const base64 = Buffer.from(text).toString("base64");
      shop.phone.controlMedia(call, { kind: "recording", base64, contentType: said });
      await shop.phone.calls.end(call);
      await shop.settle();
      expect(shop.note("recording").text).toContain("could not be attached");
      expect(shop.note("recording").text).toContain(`https://dashboard.aircall.io/calls/${call}`);
      expect(filesOf(shop)).toEqual([]);
      const upload = (await shop.activity(call)).writes.find(({ key }) => key === "upload:recording");
      expect(upload).toMatchObject({ outcome: { kind: "refused", reason: why }, requests: 0 });
    },
  );

  it("C10: a recording that is ready late is attached when it is", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call, { recording: false });
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).not.toContain("recording");
    world.it.clock.advance(3_600_000);
    await shop.phone.calls.assets(call, { kind: "recording" });
    await shop.settle();
    expect(shop.note("recording").attachments).toHaveLength(1);
  });

  it("C10: a voicemail is attached, named in the note and tagged", async () => {
    const shop = await world.it.openShop();
    const { calls } = await shop.phone.stories.voicemail({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    expect(shop.note("voicemail").attachments[0]?.name).toBe(`voicemail-${calls[0]?.id}.mp3`);
    expect(shop.note("unanswered").text).toContain("Voicemail: Yes");
    expect(shop.ticket().tags).toContain("Voicemail");
  });

  it("C10 trouble table, recording over 500 MB: a note with a link instead, with or without a size", async () => {
    for (const chunked of [false, true]) {
      const shop = await world.it.openShop();
      const call = await endedCall(shop);
      shop.phone.controlMedia(call, { kind: "recording", sizeBytes: 501 * MB, chunked });
      await shop.phone.calls.end(call, { sizeBytes: 501 * MB });
      await shop.settle();
      const note = shop.note("recording");
      expect(note.attachments).toEqual([]);
      expect(note.text).toContain("too large to be attached (501 MB)");
      expect(note.text).toContain(`https://dashboard.aircall.io/calls/${call}`);
      expect((await shop.activity(call)).state).toBe("done");
    }
  });

  it("C10: a file that Gorgias refuses for its size gets a note with a link", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ uploadLimitBytes: 1000 }, shop.account);
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.note("recording").text).toContain("too large");
    expect(shop.note("recording").attachments).toEqual([]);
  });

  it("C10: a file that Gorgias refuses for what it is gets a note with a link, and is sent again at a replay alone", async () => {
    const shop = await world.it.openShop();
    const { faults } = world.it.sandbox.gorgias;
    const call = await endedCall(shop);
    faults.add({ fault: { kind: "status", status: 400 }, path: "/upload", times: 0 });
    await shop.phone.calls.end(call);
    await shop.settle();
    faults.clear();
    expect(shop.note("recording").text).toContain("could not be attached");
    expect(shop.note("recording").attachments).toEqual([]);
    const upload = (await shop.activity(call)).writes.find(({ key }) => key === "upload:recording");
    expect(upload).toMatchObject({ outcome: { kind: "refused", reason: { code: "file_rejected" } }, requests: 1 });
    expect((await shop.activity(call)).leftOut).toEqual([
      expect.objectContaining({ part: "attachment", value: `recording-${call}.mp3`, code: "rejected", status: 400 }),
    ]);
    await world.it.services.replay(shop.account, `call:${call}`);
    await shop.settle();
    expect((await shop.activity(call)).leftOut).toEqual([]);
    expect(shop.ticket().notes.flatMap(({ attachments }) => attachments)).toHaveLength(1);
  });

  it("C10: an expired link is replaced by a fresh one", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    world.it.clock.advance(2 * 3_600_000);
    await shop.settle();
    expect(shop.note("recording").attachments).toHaveLength(1);
  });

  it("C10: a file deleted in Aircall is left out without a note", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    shop.phone.controlMedia(call, { kind: "recording", status: 404 });
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).not.toContain("recording");
    expect((await shop.activity(call)).writes.find(({ key }) => key === "upload:recording")?.outcome).toEqual({
      kind: "gone",
    });
  });

  it("C10: a redirect to an address that serves no media is not followed, and the activity says so", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    shop.phone.controlMedia(call, { kind: "recording", redirectTo: "http://127.0.0.1:1/secret" });
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.note("recording").text).toContain("could not be attached");
    const upload = (await shop.activity(call)).writes.find(({ key }) => key === "upload:recording");
    expect(upload?.outcome).toEqual({ kind: "refused", reason: { code: "host_not_allowed", host: "127.0.0.1:1" } });
  });

  it("C10: a download that breaks off is tried again", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    shop.phone.controlMedia(call, { kind: "recording", truncateAt: 1000 });
    await shop.phone.calls.end(call);
    await world.it.services.scheduler.step(world.it.services.run);
    await world.it.services.scheduler.step(world.it.services.run);
    shop.phone.controlMedia(call, { kind: "recording", truncateAt: null });
    await shop.settle();
    expect(shop.note("recording").attachments).toHaveLength(1);
  });

  it("C10: the note comes though the worker of the transfer died before requesting it", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    const { scheduler, run, database } = world.it.services;
    const transferred = async () => (await shop.activity(call)).writes.some(({ key }) => key === "upload:recording");
    for (let steps = 0; steps < 5 && !(await transferred()); steps += 1) await scheduler.step(run);
    const lost = await database.query<{ ref: string }>(
      `delete from work_items where kind = 'call' and due_at is not null returning ref`,
    );
    expect(lost).toEqual([{ ref: String(call) }]);
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).not.toContain("recording");
    // What becomes of the item of a dead worker.
    const item = { connectionId: shop.connectionId, kind: "recording" as const, ref: String(call), part: "recording" };
    await scheduler.markDue([item]);
    await shop.settle();
    expect(shop.note("recording").attachments).toHaveLength(1);
    expect(filesOf(shop)).toHaveLength(1);
  });

  it("C10: recordings are linked, or left out, where the admin set so", async () => {
    const linking = await world.it.openShop({ settings: { media: "link" } });
    await linking.phone.stories.answered({ company: linking.company, line: linking.lines.fr });
    await linking.settle();
    expect(linking.note("recording")).toMatchObject({ attachments: [] });
    expect(filesOf(linking)).toEqual([]);
    const without = await world.it.openShop({ settings: { media: "nothing" } });
    await without.phone.stories.answered({ company: without.company, line: without.lines.fr });
    await without.settle();
    expect(without.ticket().notes.map(({ key }) => key)).not.toContain("recording");
  });
});
