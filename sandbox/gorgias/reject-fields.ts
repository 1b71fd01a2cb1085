// Rejects any one field of any request: 400 with `error.data` naming it (contract 11.2 and 14), or naming nothing.
import { z } from "zod";
import { refuse, VendorError } from "./vendor-error.ts";

export const fieldRejectionSchema = z.strictObject({
  method: z.enum(["POST", "PUT"]).optional(),
  /** A regular expression on the path below `/api`. */
  path: z.string().optional(),
  /** `subject`, `tags.*.name`, `messages.*.attachments`: `*` stands for any place in a list. */
  field: z.string().min(1),
  /** Only where the field has this value. */
  value: z.unknown().optional(),
  status: z.union([z.literal(400), z.literal(403), z.literal(409), z.literal(422)]).default(400),
  /** How `error.data` names the field: in one key with dots, as nested objects, its first key only, or not at all. */
  naming: z.enum(["dotted", "nested", "first key", "none"]).default("dotted"),
});
export type FieldRejection = z.output<typeof fieldRejectionSchema>;

const words = "Not accepted here.";

/** Throws for the first rejection that this request meets. */
export function rejectFields(
  rejections: readonly FieldRejection[],
  request: { method: string; path: string; body: unknown },
): void {
  for (const rejection of rejections) {
    if (rejection.method !== undefined && rejection.method !== request.method) continue;
    if (rejection.path !== undefined && !new RegExp(rejection.path).test(request.path)) continue;
    const found = placesOf(request.body, rejection.field.split(".")).filter(
      ({ value }) => rejection.value === undefined || JSON.stringify(value) === JSON.stringify(rejection.value),
    );
    if (found.length > 0) throw answerOf(rejection, found);
  }
}

interface Place {
  path: string[];
  value: unknown;
}

function placesOf(within: unknown, [key, ...rest]: string[]): Place[] {
  if (key === undefined) return [{ path: [], value: within }];
  if (typeof within !== "object" || within === null) return [];
  const keys = key === "*" ? Object.keys(within) : Object.hasOwn(within, key) ? [key] : [];
  return keys.flatMap((each) =>
    placesOf(Reflect.get(within, each), rest).map((place) => ({ ...place, path: [each, ...place.path] })),
  );
}

function answerOf({ status, naming }: FieldRejection, places: readonly Place[]): VendorError {
  if (naming === "none") {
    if (status === 409) return refuse.exists();
    return new VendorError(status, status === 403 ? refuse.forbidden("").message.trim() : "Bad request.");
  }
  const data: Record<string, unknown> = {};
  for (const { path } of places) {
    if (naming === "nested") name(data, path);
    else data[naming === "dotted" ? path.join(".") : (path[0] ?? "")] = [words];
  }
  return new VendorError(status, "Failed to save", { data });
}

/** Puts the words at this place of nested objects. */
function name(data: Record<string, unknown>, path: readonly string[]): void {
  let within = data;
  for (const key of path.slice(0, -1)) within = (within[key] ??= {}) as Record<string, unknown>;
  within[path.at(-1) ?? ""] = [words];
}
