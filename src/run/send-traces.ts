/**
 * Sends traces to an OpenTelemetry collector. The SDK reads the standard variables itself (`OTEL_EXPORTER_OTLP_…`,
 * `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`, `OTEL_BSP_…`).
 */
import { diag, DiagLogLevel } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Logger } from "../kit/logger.ts";
import { VERSION } from "../kit/version.ts";
import { within } from "../kit/within.ts";

/** A collector that does not answer must not hold up the stop. */
const LAST_SPANS_MS = 2_000;

/** Returns a function that sends the last spans and ends the sending. */
export function sendTraces(log: Logger): () => Promise<void> {
  const tell = (message: string) => log.warn({ err: withoutStack(message) }, "traces could not be sent");
  diag.setLogger({ ...SILENT, error: tell, warn: tell }, { logLevel: DiagLogLevel.WARN });
  const ours = resourceFromAttributes({ "service.name": "aircall-gorgias", "service.version": VERSION });
  const provider = new NodeTracerProvider({
    resource: ours.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => within(LAST_SPANS_MS, provider.shutdown()).catch(() => undefined);
}

/** The SDK's own stack explains nothing. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  delete error.stack;
  return error;
}

const SILENT = { verbose: () => undefined, debug: () => undefined, info: () => undefined };
