/** The settings as a form. It derives from their one schema, so that a new setting appears by itself. */
import { z } from "zod";
import { settingsSchema, type Settings } from "./settings.ts";

export type SettingName = keyof Settings;

export interface SettingField {
  name: SettingName;
  default: unknown;
  kind: "choice" | "number" | "text";
  /** For a choice. */
  choices?: string[];
  /** For a number. */
  minimum?: number;
  maximum?: number;
  /** The value holds a secret. It is not shown again once it is saved. */
  secret?: true;
}

/** Settings whose value holds a secret: anyone who knows a webhook's URL can post to it. */
const SECRET = new Set<string>(["alertUrl"] satisfies SettingName[]);

/** The part of JSON Schema that our settings use. */
const propertySchema = z.object({
  type: z.enum(["string", "number", "integer"]),
  default: z.unknown(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
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
  const { type, enum: choices, minimum, maximum } = read.data;
  const about = { name: name as SettingName, default: read.data.default };
  if (choices) return { ...about, kind: "choice", choices };
  if (type === "string") return { ...about, kind: "text", ...(SECRET.has(name) ? { secret: true as const } : {}) };
  const limits = { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  return { ...about, kind: "number", ...limits };
}

/** What people see of a saved value: a secret URL shows its host only. */
export function shownSetting({ secret }: Pick<SettingField, "secret">, value: unknown): unknown {
  if (!secret || typeof value !== "string" || value === "") return value;
  return URL.canParse(value) ? `${new URL(value).origin}/…` : "…";
}
