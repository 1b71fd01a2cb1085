/** The files of messages in the Aircall client, with the Aircall simulator: linked anew, downloaded, or known to be gone. */
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startAircallSimulator, type AircallSimulator } from "../../sandbox/aircall/start.ts";
import { openAircall } from "../../src/aircall/phone-system.ts";
import type { OpenedMedia } from "../../src/domain/ports/phone-system.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";
import { manualClock } from "../helpers/manual-clock.ts";
import { failureOf } from "./use-gorgias-simulator.ts";

const clock = manualClock();
let aircall: AircallSimulator;

beforeAll(async () => {
  aircall = await startAircallSimulator({ now: clock.now, settings: { speed: 0, rateLimitOn: false }, seed: false });
});
afterEach(() => aircall.faults.clear());
afterAll(() => aircall.close());

const picture = { name: "box.jpg", type: "image/jpeg", sizeBytes: 30_000 };
const scan = { name: "scan.pdf", type: "application/pdf" };

function openCompany() {
  const { phone } = aircall;
  const { id, apiKeys } = phone.companies.add({ name: "Acme" });
  const line = phone.companies.addLine(id, { name: "Support US", digits: "+1 202-555-0100", country: "US" }).id;
  const [key] = apiKeys;
  const basic = `Basic ${Buffer.from(`${key?.apiId}:${key?.apiToken}`).toString("base64")}`;
  const deps = {
    clock: clock.now,
    fetch,
    rateLimiter: unlimited,
    aircallApiUrl: aircall.url,
    mediaHosts: [new URL(aircall.url).host],
  };
  const phones = openAircall(deps, { connectionId: "c", account: "acme", authorization: basic });
  return {
    id,
    line,
    phones,
    async receive(media: object[] = [picture], more: object = {}) {
      const { message } = await phone.messages.receive({ company: id, line, media, ...more });
      return message.id;
    },
    filesOf: (messageId: string, of = line) => phones.messageFiles(String(of), messageId),
  };
}

async function digestOf(opened: OpenedMedia): Promise<{ sizeBytes: number; sha256: string }> {
  if (opened.kind !== "open") throw new Error(`not open but ${opened.kind}`);
  const bytes = Buffer.from(await new Response(opened.stream).arrayBuffer());
  return { sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

describe("M9: the files of a message", () => {
  it("M9: are linked afresh at every reading, in the order in which they came", async () => {
    const company = openCompany();
    const messageId = await company.receive([picture, scan]);
    const [first, second] = [await company.filesOf(messageId), await company.filesOf(messageId)];
    expect(first).toEqual([
      { name: expect.stringContaining("box.jpg"), type: null, url: expect.stringContaining("/_media/") },
      { name: expect.stringContaining("scan.pdf"), type: null, url: expect.stringContaining("/_media/") },
    ]);
    expect(second?.map(({ url }) => url)).not.toEqual(first?.map(({ url }) => url));
  });

  it("M9: are downloaded whole by those links", async () => {
    const company = openCompany();
    const messageId = await company.receive([picture, scan]);
    const described = aircall.phone.messages.describeMedia(messageId);
    for (const [n, { url }] of ((await company.filesOf(messageId)) ?? []).entries()) {
      const { sizeBytes, sha256 } = described[n] ?? {};
      expect(await digestOf(await company.phones.download(url ?? ""))).toEqual({ sizeBytes, sha256 });
    }
    expect(described).toHaveLength(2);
  });

  it("M9: are there again with a fresh link once the first has expired", async () => {
    const company = openCompany();
    const messageId = await company.receive();
    const url = (await company.filesOf(messageId))?.[0]?.url ?? "";
    clock.advance(3_600_000);
    expect(await company.phones.download(url ?? "")).toEqual({ kind: "expired" });
    const fresh = (await company.filesOf(messageId))?.[0]?.url ?? "";
    expect(await digestOf(await company.phones.download(fresh))).toMatchObject({ sizeBytes: 30_000 });
  });

  it("M9: are expired for good where Aircall has the message and not the file", async () => {
    const company = openCompany();
    const messageId = await company.receive([picture, picture]);
    aircall.phone.messages.controlMedia(messageId, { index: 1, gone: true });
    const files = (await company.filesOf(messageId)) ?? [];
    expect(await company.phones.download(files[0]?.url ?? "")).toMatchObject({ kind: "open" });
    expect(await company.phones.download(files[1]?.url ?? "")).toEqual({ kind: "expired" });
  });

  it("M9: are those of a group's message too, whose answer has its id under another name", async () => {
    const company = openCompany();
    const participants = ["+12025550147", "+12025550148"];
    const group = { company: company.id, line: company.line, participants, media: [picture] };
    const { message } = await aircall.phone.messages.receiveGroup(group);
    expect(await company.filesOf(message.id)).toMatchObject([{ url: expect.stringContaining("/_media/") }]);
  });

  it.each(["sms", "whatsapp"] as const)("M9: are those of a message by %s", async (channel) => {
    const company = openCompany();
    const messageId = await company.receive([picture], { channel });
    expect(await company.filesOf(messageId)).toHaveLength(1);
  });

  it("M9: are none for a message without files", async () => {
    const company = openCompany();
    expect(await company.filesOf(await company.receive([]))).toEqual([]);
  });

  it("M9: are null for a message that is gone, on another line, or another company's", async () => {
    const [company, other] = [openCompany(), openCompany()];
    const messageId = await company.receive();
    const elsewhere = aircall.phone.companies.addLine(company.id, { name: "Sales", digits: "+1 202-555-0101" }).id;
    expect(await company.filesOf("SM-gone")).toBeNull();
    expect(await company.filesOf(messageId, elsewhere)).toBeNull();
    expect(await company.filesOf(messageId, 424_242)).toBeNull();
    expect(await other.filesOf(messageId, company.line)).toBeNull();
  });

  it.each(["../../../calls", "a/b", "?x=1", "#", "%2e%2e", "é 👋"])(
    "requests the message with this id and nothing else, whatever the id: %s",
    async (id) => {
      const company = openCompany();
      await company.receive([picture], { id });
      expect(await company.filesOf(id)).toHaveLength(1);
      aircall.phone.companies.addLine(company.id, { name: "Other", digits: "+1 202-555-0102" });
      expect(await company.filesOf(`${id}x`)).toBeNull();
    },
  );

  it("is tried again later where Aircall fails", async () => {
    const company = openCompany();
    const messageId = await company.receive();
    for (const fault of [{ kind: "status", status: 502 }, { kind: "dropped" }, { kind: "lost-answer" }] as const) {
      aircall.faults.add({ fault, path: "^/v1/numbers" });
      expect(await failureOf(company.filesOf(messageId))).toMatchObject({ name: "RequestError", fate: "unknown" });
    }
    expect(await company.filesOf(messageId)).toHaveLength(1);
  });
});
