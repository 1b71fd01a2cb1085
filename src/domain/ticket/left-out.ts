/** Optional parts that a write omits, so that the service can write the rest (C18). */
import { z } from "zod";

/** One optional part. It travels as codes. The reader's side makes the sentences. */
export const leftOutSchema = z.object({
  part: z.enum([
    "email",
    "name",
    "phone",
    "assignee",
    "author",
    "tag",
    "language",
    "attachment",
    "contact",
    "external id",
    "time",
    "subject",
    "channel",
    "status",
    "source",
    "formatting",
    /** Any other field. Its name is the value. */
    "field",
  ]),
  /** The omitted value: a tag's name, a file's name, an e-mail address. Null where the part says all. */
  value: z.string().nullable(),
  /** `rejected`: the vendor rejected it. `unavailable`: the service could not get it. */
  code: z.enum(["rejected", "unavailable"]),
  vendor: z.enum(["aircall", "gorgias"]),
  /** HTTP status of the answer, where there was one. */
  status: z.number().nullable(),
  /** The vendor's own words, shortened. */
  detail: z.string().nullable(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

const withLeftOutSchema = z.object({ leftOut: z.array(leftOutSchema) });

/** What the writes of a call or conversation omitted. Each write lists it in its outcome, as `leftOut`. */
export function leftOutOf(writes: readonly { outcome: unknown }[]): LeftOut[] {
  const entries = writes.flatMap(({ outcome }) => withLeftOutSchema.safeParse(outcome).data?.leftOut ?? []);
  // List the same part of several messages once.
  return [
    ...new Map(entries.map((entry) => [JSON.stringify([entry.part, entry.value, entry.vendor]), entry])).values(),
  ];
}
