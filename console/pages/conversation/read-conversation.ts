/** Reads from a stored conversation what people want to see. The API passes plans on as they were stored, by any version. */

export interface ShownText {
  id: string;
  inbound: boolean;
  /** ISO 8601. */
  at: string;
  body: string;
  line: string | null;
  agent: string | null;
  /** Null is SMS or MMS. */
  channel: string | null;
  group: boolean;
  undelivered: boolean;
  files: { name: string; outcome: string }[];
  state: "done" | "refused" | "waiting";
  ticketId: number | null;
}

/** Null when it is nothing that this version knows: then only the stored form is shown. */
export function readConversation(plan: unknown): ShownText[] | null {
  if (!isRecord(plan) || !Array.isArray(plan["texts"])) return null;
  return plan["texts"].flatMap(readText);
}

function readText(text: unknown): ShownText[] {
  if (!isRecord(text)) return [];
  const { id, at, state, ticketId, files } = text;
  // Epoch ms; beyond this no date can be written.
  if (typeof id !== "string" || typeof at !== "number" || !(Math.abs(at) < 8.64e15)) return [];
  return [
    {
      id,
      inbound: text["direction"] !== "outbound",
      at: new Date(at).toISOString(),
      body: wordsIn(text["body"]) ?? "",
      line: wordsIn(text["line"]),
      agent: wordsIn(text["agent"]),
      channel: wordsIn(text["channel"]),
      group: text["group"] === true,
      undelivered: text["undelivered"] === true,
      files: Array.isArray(files) ? files.flatMap(readFile) : [],
      state: state === "done" || state === "refused" ? state : "waiting",
      ticketId: typeof ticketId === "number" ? ticketId : null,
    },
  ];
}

function readFile(file: unknown): ShownText["files"] {
  if (!isRecord(file)) return [];
  return [{ name: wordsIn(file["name"]) ?? "", outcome: wordsIn(file["outcome"]) ?? "" }];
}

function wordsIn(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
