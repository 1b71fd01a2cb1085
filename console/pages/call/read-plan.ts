/** Reads from a stored plan what people want to see. The API passes plans on as they were stored, by any version. */

export interface ShownPlan {
  subject: string;
  assigneeId: number | null;
  tags: string[];
  /** `at` in ISO 8601; null where it is not told. */
  notes: { key: string; at: string | null }[];
}

/** Null when it is nothing that this version knows: then only the stored form is shown. */
export function readPlan(plan: unknown): ShownPlan | null {
  if (!isRecord(plan) || typeof plan["subject"] !== "string") return null;
  const { subject, assigneeId, tags, notes } = plan;
  return {
    subject,
    assigneeId: typeof assigneeId === "number" ? assigneeId : null,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    notes: Array.isArray(notes) ? notes.flatMap(readNote) : [],
  };
}

function readNote(note: unknown): ShownPlan["notes"] {
  if (!isRecord(note) || typeof note["key"] !== "string") return [];
  // Unix seconds; beyond this no date can be written.
  const at = note["at"];
  const known = typeof at === "number" && Math.abs(at) < 8.64e12;
  return [{ key: note["key"], at: known ? new Date(at * 1000).toISOString() : null }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
