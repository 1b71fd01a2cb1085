/** Optional parts that a write went without, so that the rest is written (C18). */
import { z } from "zod";

/** One optional part. It travels as codes; sentences are made where people read it. */
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
    /** Any other field: its name is the value. */
    "field",
  ]),
  /** What it was: a tag's name, a file's name, an e-mail's address. Null where the part says all. */
  value: z.string().nullable(),
  /** `rejected`: the vendor said no to it. `unavailable`: it could not be had. */
  code: z.enum(["rejected", "unavailable"]),
  vendor: z.enum(["aircall", "gorgias"]),
  /** HTTP status of the answer, where there was one. */
  status: z.number().nullable(),
  /** The vendor's own words, shortened. */
  detail: z.string().nullable(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

const withLeftOutSchema = z.object({ leftOut: z.array(leftOutSchema) });

/** What the writes of a call or conversation went without: each write says so in its outcome, as `leftOut`. */
export function leftOutOf(writes: readonly { outcome: unknown }[]): LeftOut[] {
  const entries = writes.flatMap(({ outcome }) => withLeftOutSchema.safeParse(outcome).data?.leftOut ?? []);
  // The same part of several messages is told once.
  return [
    ...new Map(entries.map((entry) => [JSON.stringify([entry.part, entry.value, entry.vendor]), entry])).values(),
  ];
}
