/** The reason of an error. Its message is for logs, its code for people. */
import { RequestError } from "../../kit/request-error.ts";
import type { Failure } from "./reason.ts";

/** An error that names no vendor counts as one of Gorgias, because nearly all requests go there. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof RequestError)) {
    return { code: "internal_error", detail: error instanceof Error ? error.message : "unknown" };
  }
  const { fate, status, noRoom, obstacle, request, detail, path } = error;
  const vendor = error.vendor ?? "gorgias";
  if (noRoom) return { code: "no_capacity", vendor };
  if (obstacle !== null) return { code: obstacle };
  if (status === 401) return { code: "vendor_unauthorised", vendor };
  if (status === 429) return { code: "vendor_limited", vendor };
  if (fate === "refused") return { code: "vendor_rejected", vendor, status, request, detail };
  if (path !== null) return { code: "vendor_unexpected", vendor, request, path };
  return status === null
    ? { code: "vendor_silent", vendor, request }
    : { code: "vendor_failed", vendor, status, request, detail };
}
