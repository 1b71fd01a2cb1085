/** Reads the lines of a card from what is stored of it, by any version. */

export interface ShownLine {
  /** Null of a title. */
  label: string | null;
  text: string;
  link: string | null;
}

/** Null where no card was shown, or it is nothing that this version knows. */
export function readCard(plan: unknown): ShownLine[] | null {
  if (!isRecord(plan) || !Array.isArray(plan["card"])) return null;
  return plan["card"].flatMap(readLine);
}

function readLine(line: unknown): ShownLine[] {
  if (!isRecord(line) || typeof line["text"] !== "string") return [];
  return [{ label: wordsIn(line["label"]), text: line["text"], link: wordsIn(line["link"]) }];
}

function wordsIn(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
