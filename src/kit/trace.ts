/**
 * Traces, by OpenTelemetry's API alone: they go where the operator's SDK sends them, and nowhere without one. Attributes
 * name kinds, statuses and ids, never people, phone numbers or what was said.
 */
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from "@opentelemetry/api";
import { RequestError } from "./request-error.ts";

export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface SpanSpec {
  name: string;
  /** Who began it: somebody who asks us, a work item, we ourselves asking somebody, or a part of either. */
  kind?: "server" | "consumer" | "client";
  facts?: Facts;
  /** A `traceparent` that came with a work item. */
  parent?: string | undefined;
}

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT };

/** Runs `work` in a span of its own, which ends with it; what `work` learns is added by `tell`. */
export function inSpan<T>(spec: SpanSpec, work: (tell: (facts: Facts) => void) => Promise<T>): Promise<T> {
  const { name, kind, facts = {}, parent } = spec;
  const options = { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, attributes: { ...facts } };
  const from = parent ? propagation.extract(ROOT_CONTEXT, { traceparent: parent }) : context.active();
  return trace.getTracer("aircall-gorgias").startActiveSpan(name, options, from, async (span) => {
    try {
      return await work((more) => void span.setAttributes({ ...more }));
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** What carries the present span to the next run. Nothing where no SDK traces. */
export function traceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** The sentence of an error may name an account or a ticket; its kind does not. */
function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  const kind = error instanceof RequestError ? error.fate : error instanceof Error ? error.name : "unknown";
  span.setAttribute("error.type", kind);
}
