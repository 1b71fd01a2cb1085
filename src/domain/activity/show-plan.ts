/** Reads what people see of a plan from a plan of any version. */
import { z } from "zod";
import { storedTextSchema } from "../conversation/shown-text.ts";
import type { ShownPlan } from "./shown-plan.ts";
import type { RecordKind } from "./work-item.ts";

/** No date beyond this can be written. */
const LATEST_MS = 8.64e15;

const storedNoteSchema = z.object({
  key: z.string(),
  /** Unix seconds. */
  at: z
    .number()
    .min(-LATEST_MS / 1000)
    .max(LATEST_MS / 1000)
    .nullable()
    .catch(null),
  content: z.object({ text: z.string() }).catch({ text: "" }),
});
const storedTicketSchema = z.object({
  subject: z.string(),
  assigneeId: z.number().nullable().catch(null),
  tags: z.array(z.unknown()).catch([]),
  notes: z.array(z.unknown()).catch([]),
});
const storedConversationSchema = z.object({ texts: z.array(z.unknown()) });
const storedCardSchema = z.object({ card: z.array(z.unknown()) });
const storedLineSchema = z.object({
  label: z.string().nullable().catch(null),
  text: z.string(),
  link: z.string().nullable().catch(null),
});

/** Null where there is no plan, or where this version does not know the stored form. */
export function showPlan(kind: RecordKind, stored: unknown): ShownPlan | null {
  switch (kind) {
    case "call":
      return ticketPlan(stored);
    case "conversation": {
      const read = storedConversationSchema.safeParse(stored);
      return read.success ? { kind, texts: readable(storedTextSchema, read.data.texts) } : null;
    }
    case "card": {
      const read = storedCardSchema.safeParse(stored);
      return read.success ? { kind, lines: readable(storedLineSchema, read.data.card) } : null;
    }
    default:
      return kind satisfies never;
  }
}

function ticketPlan(stored: unknown): ShownPlan | null {
  const read = storedTicketSchema.safeParse(stored);
  if (!read.success) return null;
  const { tags, notes, ...plan } = read.data;
  return {
    kind: "ticket",
    ...plan,
    tags: readable(z.string(), tags),
    notes: readable(storedNoteSchema, notes).map(({ key, at, content }) => ({
      key,
      at: at === null ? null : at * 1000,
      text: content.text,
    })),
  };
}

/** Omits what this version cannot read. */
function readable<T extends z.ZodType>(schema: T, items: readonly unknown[]): z.output<T>[] {
  return items.flatMap((item) => {
    const read = schema.safeParse(item);
    return read.success ? [read.data] : [];
  });
}
