/** Parts of a request that the help desk rejected, and what follows from them for later requests (C18). */
import { z } from "zod";
import { RequestError } from "../../kit/request-error.ts";
import { leftOutSchema, type LeftOut } from "./left-out.ts";
import type { Write } from "./write.ts";

const fieldParts = leftOutSchema.shape.part;

/** One part that a rejection named, or must be about. `message` is the external id of the message it belongs to. */
const rejectedPartSchema = z.discriminatedUnion("kind", [
  /** Required. */
  z.object({ kind: z.literal("customer") }),
  /** The message as a whole. Required. */
  z.object({ kind: z.literal("message"), message: z.string() }),
  /** The user who signs. Null for the customer, who is the author of an inbound message. */
  z.object({ kind: z.literal("author"), userId: z.number().nullable() }),
  z.object({ kind: z.literal("assignee"), userId: z.number() }),
  z.object({ kind: z.literal("tag"), name: z.string() }),
  z.object({ kind: z.literal("file"), url: z.string(), name: z.string() }),
  /** Any other field, by the help desk's own name. `message` is set where it concerns one message alone. */
  z.object({
    kind: z.literal("field"),
    of: z.enum(["ticket", "message"]),
    field: z.string(),
    part: fieldParts,
    message: z.string().nullable(),
  }),
]);
export type RejectedPart = z.infer<typeof rejectedPartSchema>;

/** A field that may be left out and means little to people by itself. */
export type OptionalField = Extract<RejectedPart, { kind: "field" }>;

/** The help desk rejected a request and named parts of it. Nothing was done. */
export class PartsRejected extends RequestError {
  readonly parts: readonly RejectedPart[];

  constructor(error: RequestError, parts: readonly RejectedPart[]) {
    const { status, detail, body, vendor, request } = error;
    const about = { detail, body, vendor, request, cause: error };
    super(error.message, { fate: "refused", ...(status === null ? {} : { status }), ...about });
    this.parts = parts;
  }
}

/**
 * Fields that drafts are built without, by the help desk's names. The name for a single message ends in `@` and its
 * external id.
 */
export interface Without {
  ticket: ReadonlySet<string>;
  message: ReadonlySet<string>;
}

export const WITH_ALL: Without = { ticket: new Set(), message: new Set() };

/** Parts that later requests leave out. */
export interface LeftOutSoFar {
  authors: ReadonlySet<number>;
  assignees: ReadonlySet<number>;
  tags: ReadonlySet<string>;
  /** By the file's address at the help desk. */
  files: ReadonlySet<string>;
  without: Without;
}

export const NOTHING_LEFT_OUT: LeftOutSoFar = {
  authors: new Set(),
  assignees: new Set(),
  tags: new Set(),
  files: new Set(),
  without: WITH_ALL,
};

const rowSchema = z.object({ leftOut: z.array(leftOutSchema).min(1), rejected: rejectedPartSchema });

/** After this a left-out part is tried again. Its obstacle may be gone, and conversations last for years. */
const LEFT_OUT_FOR_MS = 24 * 60 * 60_000;

/** The key of the write that records a left-out part. Each part has one. */
export function leftOutKey(part: RejectedPart): string {
  return `left-out:${idOf(part)}`;
}

/** The outcome of that write. */
export function leftOutOutcome(rejected: RejectedPart, entry: LeftOut) {
  return { leftOut: [entry], rejected };
}

/** `now` in epoch ms. A retry removes `leftOut` from the rows, and the parts are tried again. */
export function leftOutSoFar(writes: readonly Write[], now: number): LeftOutSoFar {
  const parts = writes
    .filter(({ intendedAt }) => now - intendedAt < LEFT_OUT_FOR_MS)
    .flatMap(({ outcome }) => rowSchema.safeParse(outcome).data?.rejected ?? []);
  const fields = (of: "ticket" | "message") =>
    parts.flatMap((part) => (part.kind === "field" && part.of === of ? [fieldName(part)] : []));
  // An inbound message needs no sender. It is the ticket's customer.
  const sender = parts.some((part) => part.kind === "author" && part.userId === null) ? ["sender"] : [];
  return {
    authors: new Set(parts.flatMap((part) => (part.kind === "author" && part.userId !== null ? [part.userId] : []))),
    assignees: new Set(parts.flatMap((part) => (part.kind === "assignee" ? [part.userId] : []))),
    tags: new Set(parts.flatMap((part) => (part.kind === "tag" ? [part.name] : []))),
    files: new Set(parts.flatMap((part) => (part.kind === "file" ? [part.url] : []))),
    without: { ticket: new Set(fields("ticket")), message: new Set([...fields("message"), ...sender]) },
  };
}

export function isLeftOut(writes: readonly Write[], part: RejectedPart, now: number): boolean {
  const key = leftOutKey(part);
  return writes.some(
    ({ key: known, intendedAt, outcome }) =>
      known === key && now - intendedAt < LEFT_OUT_FOR_MS && rowSchema.safeParse(outcome).success,
  );
}

function fieldName({ field, message }: Extract<RejectedPart, { kind: "field" }>): string {
  return message === null ? field : `${field}@${message}`;
}

function idOf(part: RejectedPart): string {
  switch (part.kind) {
    case "customer":
      return "customer";
    case "message":
      return `message:${part.message}`;
    case "author":
      return `author:${part.userId}`;
    case "assignee":
      return `assignee:${part.userId}`;
    case "tag":
      return `tag:${part.name}`;
    case "file":
      return `file:${part.url}`;
    case "field":
      return `field:${part.of}:${fieldName(part)}`;
    default:
      return part satisfies never;
  }
}
