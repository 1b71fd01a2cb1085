/** The settings as a form. It derives from their one schema, so that a new setting appears by itself. */
import { z } from "zod";
import { settingsSchema, type Settings } from "./settings.ts";

export type SettingName = keyof Settings;

export interface SettingField {
  name: SettingName;
  default: unknown;
  /** Where the console shows it. */
  section: string;
  kind: "choice" | "number" | "text";
  /** For a choice. */
  choices?: string[];
  /** For a choice between yes and no: the one that means no. */
  off?: string;
  /** For a number. */
  minimum?: number;
  maximum?: number;
  /** The value holds a secret. It is not shown again once it is saved. */
  secret?: true;
}

/** The part of JSON Schema that our settings use, and what they say of themselves. */
const propertySchema = z.object({
  type: z.enum(["string", "number", "integer"]),
  default: z.unknown(),
  enum: z.array(z.string()).exactOptional(),
  minimum: z.number().exactOptional(),
  maximum: z.number().exactOptional(),
  section: z.string(),
  off: z.string().exactOptional(),
  secret: z.literal(true).exactOptional(),
});

/** The fields in the order of the schema. */
export const settingsForm: readonly SettingField[] = formOf(settingsSchema);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsSchema.shape, name);
}

/** The settings with invalid values. Check the names before. */
export function refusedSettings(values: Readonly<Record<string, unknown>>): SettingName[] {
  // An undefined value would pass as the default. JSON cannot carry one.
  return settingsForm
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(values, name) && !settingsSchema.shape[name].safeParse(values[name]).success);
}

/** Throws for a setting of a kind that no form field can show. Such a setting needs a new kind here. */
export function formOf(schema: z.ZodObject): SettingField[] {
  const { properties } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties ?? {}).map(([name, property]) => fieldOf(name, property));
}

function fieldOf(name: string, property: unknown): SettingField {
  const read = propertySchema.safeParse(property);
  if (!read.success) throw new Error(`the form has no field for the setting ${name}: ${read.error.message}`);
  const { type, enum: choices, ...about } = read.data;
  const field = { name: name as SettingName, ...about };
  if (choices) return { ...field, kind: "choice", choices };
  return { ...field, kind: type === "string" ? "text" : "number" };
}

/** What people see of a saved value: a secret URL shows its host only. */
export function shownSetting({ secret }: Pick<SettingField, "secret">, value: unknown): unknown {
  if (!secret || typeof value !== "string" || value === "") return value;
  return URL.canParse(value) ? `${new URL(value).origin}/…` : "…";
}
