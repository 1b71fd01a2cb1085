/** The history of a run as data: everything that people do and everything that goes wrong, with its time. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

const atMs = z.number().min(0);
const chance = z.number().min(0).max(1);
/** Chooses among what there is at the time. */
const pick = z.number().min(0).max(1);

/** Which steps of a port a fault meets. Only Gorgias has writes. */
const meets = z.enum(["any step", "writes"]).default("any step");

const faultSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("crash"),
    atMs,
    node: z.number().int(),
    /** The step before or after which the node dies counts from `atMs`, among those of this port that the fault meets. */
    port: z.enum(["gorgias", "aircall", "media", "database"]),
    meets,
    afterSteps: z.number().int(),
    when: z.enum(["before", "after"]),
    downMs: z.number(),
  }),
  z.object({
    kind: z.literal("trouble"),
    atMs,
    forMs: z.number(),
    port: z.enum(["gorgias", "aircall", "media", "database"]),
    meets,
    effect: z.enum(["500", "503", "429", "slow", "late", "refused", "lost answer"]),
    chance,
  }),
  z.object({
    kind: z.literal("deliveries"),
    atMs,
    forMs: z.number(),
    effect: z.enum(["refused", "lost answer", "doubled", "delayed", "reordered"]),
  }),
  z.object({ kind: z.literal("limit"), atMs, forMs: z.number(), limit: z.number().int(), windowSeconds: z.number() }),
  z.object({ kind: z.literal("other app"), atMs, requests: z.number().int() }),
  /** Another server of the database takes over: first answers are lost, then nothing answers. */
  z.object({ kind: z.literal("failover"), atMs, forMs: z.number() }),
  /** The admin takes the app off in Gorgias, and installs it again so much later. Only where it was installed by OAuth. */
  z.object({ kind: z.literal("uninstall"), atMs, company: z.number().int(), forMs: z.number() }),
  z.object({ kind: z.literal("clock"), atMs, node: z.number().int(), skewMs: z.number() }),
  /** So many calls and conversations of so many customers begin within seconds. */
  z.object({
    kind: z.literal("rush"),
    atMs,
    company: z.number().int(),
    calls: z.number().int(),
    messages: z.number().int(),
    customers: z.number().int(),
  }),
  z.object({
    kind: z.literal("agent"),
    atMs,
    company: z.number().int(),
    act: z.enum(["close", "open", "trash", "restore", "spam", "unspam", "merge", "delete", "tag", "untag", "rename"]),
    pick,
  }),
]);

const storySchema = z.object({
  /** Its details come from the seed and this number, so that they stay when other stories are left out. */
  id: z.number().int(),
  kind: z.enum(["call", "messages"]),
  company: z.number().int(),
  atMs,
});

const historySchema = z.object({
  seed: z.number().int(),
  days: z.number().int(),
  nodes: z.number().int(),
  /** Null means all lines. With `oauth`, the app is installed in Gorgias, and its tokens end after hours. */
  companies: z.array(z.object({ lines: z.array(z.string()).nullable(), oauth: z.boolean().default(false) })),
  stories: z.array(storySchema),
  faults: z.array(faultSchema),
});

export type Fault = z.infer<typeof faultSchema>;
export type Story = z.infer<typeof storySchema>;
export type History = z.infer<typeof historySchema>;

export async function readHistory(file: string): Promise<History> {
  return historySchema.parse(JSON.parse(await readFile(file, "utf8")));
}

/** Nothing goes wrong: at most, much happens at once, and deliveries come twice. */
export function isCalm({ faults }: History): boolean {
  return faults.every((fault) => fault.kind === "rush" || (fault.kind === "deliveries" && fault.effect === "doubled"));
}

/** `a write to gorgias` */
export function sayMet({ port, meets }: Pick<Extract<Fault, { kind: "trouble" }>, "port" | "meets">): string {
  return meets === "writes" ? `a write to ${port}` : `a step of ${port}`;
}

export const DAY_MS = 86_400_000;

/** `day 3 10:42:07` */
export function sayTime(atMs: number): string {
  const clock = new Date(atMs % DAY_MS).toISOString().slice(11, 19);
  return `day ${Math.floor(atMs / DAY_MS) + 1} ${clock}`;
}
