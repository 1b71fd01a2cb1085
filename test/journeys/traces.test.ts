/** Traces from delivery to write, with the SDK that an operator would load. */
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

const itemsTraced = async () => {
  const items = await world.it.services.database.query<{ input: { trace?: string } }>("select input from work_items");
  return items.filter(({ input }) => input.trace !== undefined).length;
};

it("nothing is traced where no SDK is loaded, and no work item contains trace data", async () => {
  const shop = await world.it.openShop();
  await shop.phone.calls.answer(await shop.place(), { user: shop.users.cleo });
  expect(await itemsTraced()).toBe(0);
  await shop.settle();
  expect(shop.tickets()).toHaveLength(1);
});

describe("with an SDK", () => {
  beforeAll(() => provider.register());
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  const spans = () => exporter.getFinishedSpans();
  const byId = (id: string | undefined) => spans().find((span) => span.spanContext().spanId === id);
  const parentOf = (span: ReadableSpan) => byId(span.parentSpanContext?.spanId);
  /** From the outermost to the span itself. */
  const pathOf = (span: ReadableSpan): string[] => {
    const parent = parentOf(span);
    return [...(parent ? pathOf(parent) : []), span.name];
  };

  it("one trace leads from the delivery through the scheduler to the run, its writes and its requests", async () => {
    const shop = await world.it.openShop();
    await shop.warmUp();
    exporter.reset();
    const call = await shop.place();
    await shop.settle();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const made = spans().find(
      ({ name, attributes }) => name === "gorgias POST" && attributes["url.template"] === "/tickets",
    );
    if (!made) throw new Error("no span of the ticket's request");
    expect(pathOf(made)).toEqual(["receive delivery", "run of a call", "write", "gorgias POST"]);
    expect(new Set(spans().filter((s) => s.spanContext().traceId === made.spanContext().traceId)).size).toBeGreaterThan(
      3,
    );
    expect(made.kind).toBe(SpanKind.CLIENT);
    expect(made.attributes).toMatchObject({
      "http.response.status_code": 201,
      priority: "live call",
      vendor: "gorgias",
    });
    const write = parentOf(made);
    expect(write?.attributes).toMatchObject({
      "write.kind": "ticket",
      result: "done",
      "aircall.call_id": String(call),
    });
    const card = spans().find(({ name }) => name === "card");
    expect(card && pathOf(card)).toEqual(["receive delivery", "card"]);
    const shown = spans().find(({ name }) => name === "aircall POST");
    expect(shown && pathOf(shown)).toEqual(["receive delivery", "card", "aircall POST"]);
    expect(shown?.attributes["url.template"]).toBe("/calls/:id/insight_cards");
  });

  it("deliveries that arrive together keep their own traces", async () => {
    const shop = await world.it.openShop();
    shop.phone.deliveries.hold();
    const calls = [await shop.place(), await shop.place({ from: "+33698765432" })];
    const bodies = shop.phone.deliveries.log.slice(-2).map(({ body }) => body);
    shop.phone.deliveries.drop(0);
    shop.phone.deliveries.holding = false;
    exporter.reset();
    await Promise.all(bodies.map((body) => shop.deliver(body)));
    await shop.settle();
    const runs = spans().filter(({ name }) => name === "run of a call");
    for (const call of calls) {
      const run = runs.find(({ attributes }) => attributes["aircall.call_id"] === String(call));
      expect(run && parentOf(run)?.attributes["aircall.call_id"]).toBe(String(call));
    }
  });

  it("the recording's work item belongs to the trace of the run that marked it", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call, { recording: true });
    await shop.settle();
    const upload = spans().find(({ attributes }) => attributes["url.template"] === "/upload");
    expect(upload && pathOf(upload).slice(-3)).toEqual(["run of a call", "media", "gorgias POST"]);
  });

  it("what failed is marked by its kind, without the sentence that names account and ticket", async () => {
    const shop = await world.it.openShop();
    await shop.warmUp();
    exporter.reset();
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 503 }, method: "POST", path: `^/${shop.account}/api/tickets$` });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const failed = spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed.map(({ name, attributes }) => [name, attributes["error.type"]])).toContainEqual(["write", "unknown"]);
    for (const { status, events } of failed) expect([status.message, events]).toEqual([undefined, []]);
    expect(shop.tickets()).toHaveLength(1);
  });

  it("no span names a person, a number, an account, or what was said", async () => {
    const shop = await world.it.openShop();
    await shop.warmUp(["Refund"]);
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.comment(call, { content: "Call back on Monday", user: shop.users.cleo });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call, {});
    const from = "+33699887766";
    await shop.phone.messages.receive({
      company: shop.company,
      line: shop.lines.fr,
      from,
      body: "Where is my parcel?",
    });
    await shop.settle();
    const run = spans().find(({ name }) => name === "run of a conversation");
    expect(run?.attributes).toMatchObject({ "subject.kind": "conversation" });
    const told = JSON.stringify(
      spans().map(({ name, attributes, events, links }) => [name, attributes, events, links]),
    );
    for (const word of ["33699887766", "33612345678", "Ada", "cleo", "Monday", "parcel", "Refund", `"${shop.account}`])
      expect(told).not.toContain(word);
  });
});
