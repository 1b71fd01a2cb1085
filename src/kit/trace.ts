/**
 * Traces through OpenTelemetry's API. The operator's SDK receives them, if there is one. Attributes name kinds,
 * statuses and ids, never people, phone numbers or content.
 */
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from "@opentelemetry/api";
import { RequestError } from "./request-error.ts";

export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface SpanSpec {
  name: string;
  /** `server`: an incoming request. `consumer`: a work item. `client`: an outgoing request. Left out: a part of one. */
  kind?: "server" | "consumer" | "client";
  facts?: Facts;
  /** A `traceparent` that came with a work item. */
  parent?: string | undefined;
}

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT };

/** Runs `work` in its own span. `work` adds attributes with the function that it receives. */
export function inSpan<T>(spec: SpanSpec, work: (addFacts: (facts: Facts) => void) => Promise<T>): Promise<T> {
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

/** The header that carries the current span to the next run. Undefined without tracing. */
export function traceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** An error's message may name an account or a ticket, so the span gets only its kind. */
function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  const kind = error instanceof RequestError ? error.fate : error instanceof Error ? error.name : "unknown";
  span.setAttribute("error.type", kind);
}
