// The small schemas that bodies and queries are made of.
import { z } from "zod";
import { parseTime } from "./datetime.ts";

/** An ISO 8601 time, read as epoch milliseconds. */
export const timeField = z.string().transform((text, context) => {
  const ms = parseTime(text);
  if (ms !== undefined) return ms;
  context.addIssue("Not a valid datetime.");
  return z.NEVER;
});

export const idField = z.int().min(1);
export const externalIdField = z.string().max(255).nullable();
export const subjectField = z.string().max(998).nullable();
export const slugField = z.string().min(1).max(256);
export const jsonObject = z.record(z.string(), z.unknown());
export const emailField = z
  .string()
  .max(320)
  .regex(/^[^\s@<>]+@[^\s@<>]+$/, "Not a valid email address.");

export const idsBody = z.strictObject({ ids: z.array(idField).min(1) });

/** Input is a list, output a dictionary (contract 5.1). */
export const customFieldsInput = z
  .array(z.strictObject({ id: idField, value: z.unknown() }))
  .transform((list) => Object.fromEntries(list.map((field) => [String(field.id), field])));

/** Whole numbers in a query. */
export const queryInt = z
  .string()
  .regex(/^\d{1,15}$/, "Not a valid integer.")
  .transform(Number);
export const queryBoolean = z.enum(["true", "false"]).transform((text) => text === "true");

/** A key that may be repeated (contract 3). */
export function repeated<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(item));
}

/** `limit` and `cursor` of every list (contract 11.1). */
export const pageQuery = {
  limit: queryInt.pipe(z.int().min(1).max(100)).default(30),
  cursor: z.string().optional(),
};
