/** The admin API in schemas: they check it, describe it at /api/openapi.json, and give the console its types. Times are ISO 8601. */
import { z } from "zod";
import { ACTOR_KINDS, AUDIT_ACTIONS, auditValueSchema } from "../../domain/audit.ts";
import { leftOutSchema } from "../../domain/left-out.ts";
import { connectionReasonSchema } from "../../domain/reasons/connection-reason.ts";
import { deliveryOutcomeSchema } from "../../domain/reasons/delivery-outcome.ts";
import { reasonSchema } from "../../domain/reasons/reason.ts";
import { shownPlanSchema } from "../../domain/shown-plan.ts";
import { shownMatchSchema, shownWriteSchema } from "../../domain/shown-write.ts";

export const problemSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export const sessionSchema = z.object({
  user: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
  account: z.string(),
  /** Goes along as `x-csrf-token` with every write. */
  csrfToken: z.string(),
  language: z.enum(["en", "fr"]),
});

export const stepSchema = z.object({
  name: z.enum(["gorgias", "aircall", "lines"]),
  state: z.enum(["done", "next", "waiting"]),
  /** What was done, e.g. who allowed it and when; null while it is not. */
  detail: z.string().nullable(),
});

export const checkSchema = z.object({
  code: z.enum(["gorgias_access", "admin", "aircall_access", "webhook", "lines_selected", "lines_linked"]),
  ok: z.boolean(),
  /** What to do, in one sentence; null where it is ok. */
  remedy: z.string().nullable(),
});

export const connectionSchema = z.object({
  account: z.string(),
  status: z.enum(["installing", "active", "deactivated"]),
  reason: connectionReasonSchema.nullable(),
  /** The reason in a sentence of the session's language. */
  message: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  /** What to do about the reason, in one sentence. */
  remedy: z.string().nullable(),
  /** On which side the authorisation was removed; null on neither. */
  side: z.enum(["gorgias", "aircall", "both"]).nullable(),
  /** It is active, and everything that must be true is. */
  healthy: z.boolean(),
  /** What must be true, each with what to do where it is not. */
  checks: z.array(checkSchema),
  steps: z.array(stepSchema),
});

export const lineSchema = z.object({
  id: z.string(),
  name: z.string(),
  digits: z.string(),
  selected: z.boolean(),
  /** Linked to our app in the Aircall dashboard; null where Aircall does not tell. */
  linkedInAircall: z.boolean().nullable(),
});
export const linesSchema = z.object({ lines: z.array(lineSchema) });
export const lineChoiceSchema = z.strictObject({ selected: z.array(z.string()).max(1000) });

export const settingSchema = z.object({
  name: z.string(),
  value: z.unknown(),
  default: z.unknown(),
  /** What it does, in one sentence of the session's language. */
  about: z.string(),
  kind: z.enum(["choice", "number", "text"]),
  /** Of a choice. */
  choices: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
export const settingChangeSchema = z.object({
  name: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  by: z.string(),
  at: z.iso.datetime(),
});
/** Values by the names of settings; which names and values there are is for whoever changes them to say. */
export const settingsPatchSchema = z.record(z.string(), z.unknown());
export const settingsAnswerSchema = z.object({
  settings: z.array(settingSchema),
  history: z.array(settingChangeSchema),
});

export const agentSchema = z.object({
  /** The Aircall user. */
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** The Gorgias user who signs for them. */
  deskUser: z.object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  how: z.enum(["e-mail", "by hand", "none"]),
});

export const agentParamsSchema = z.object({ id: z.string().max(100) });
export const agentChoiceSchema = z.strictObject({ deskUserId: z.number().int().nullable() });

export const activityItemSchema = z.object({
  /** `call:123`, `text:+33612345678`. */
  id: z.string(),
  kind: z.enum(["call", "conversation", "card"]),
  result: z.enum(["pending", "done", "ignored", "failed"]),
  reason: reasonSchema.nullable(),
  /** The reason in a sentence of the session's language. */
  message: z.string().nullable(),
  direction: z.enum(["inbound", "outbound"]).nullable(),
  line: z.string().nullable(),
  /** IANA zone of the line, for showing times. */
  timeZone: z.string().nullable(),
  caller: z.string().nullable(),
  customerName: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
  ticketId: z.number().nullable(),
  ticketUrl: z.string().nullable(),
  deliveries: z.number(),
  requests: z.number(),
  /** Of a conversation: how many texts are kept with it, the latest hundred at most; null of a call. */
  texts: z.number().nullable(),
});
export const activitySchema = z.object({ items: z.array(activityItemSchema), nextCursor: z.string().nullable() });
export const activityQuerySchema = z.strictObject({
  query: z.string().max(200).optional(),
  kind: z.enum(["call", "conversation", "card"]).optional(),
  result: z.enum(["pending", "done", "ignored", "failed"]).optional(),
  cursor: z.string().max(200).optional(),
});

const [ticketPlan, conversationPlan, cardPlan] = shownPlanSchema.options;
const noteSchema = ticketPlan.shape.notes.element.extend({ at: z.iso.datetime().nullable() });
const textSchema = conversationPlan.shape.texts.element.extend({ at: z.iso.datetime() });
export const planSchema = z.discriminatedUnion("kind", [
  ticketPlan.extend({ notes: z.array(noteSchema) }),
  conversationPlan.extend({ texts: z.array(textSchema) }),
  cardPlan,
]);

export const activityParamsSchema = z.object({ id: z.string() });
export const activityDetailSchema = activityItemSchema.extend({
  /** How the customer was matched. */
  match: shownMatchSchema.nullable(),
  received: z.array(
    z.object({
      event: z.string(),
      receivedAt: z.iso.datetime(),
      /** Null while it is not read. */
      outcome: deliveryOutcomeSchema.nullable(),
      message: z.string().nullable(),
    }),
  ),
  plan: planSchema.nullable(),
  writes: z.array(shownWriteSchema.extend({ message: z.string().nullable(), at: z.iso.datetime() })),
  /** Optional parts that the ticket goes without, because a vendor rejected them (C18). */
  leftOut: z.array(leftOutSchema),
  wakeAt: z.iso.datetime().nullable(),
  /** Every ticket that the plan or a write names, and where it is seen. */
  tickets: z.array(z.object({ id: z.number(), url: z.string() })),
});

export const overviewSchema = z.object({
  /** Since midnight UTC. */
  today: z.object({
    calls: z.number(),
    texts: z.number(),
    failed: z.number(),
    waiting: z.number(),
    requests: z.number(),
  }),
  /** The last 30 days, oldest first. */
  days: z.array(
    z.object({ day: z.iso.date(), calls: z.number(), missed: z.number(), texts: z.number(), failed: z.number() }),
  ),
  budget: z.object({ limit: z.number(), used: z.number() }).nullable(),
});

const takenSchema = z.object({ count: z.number(), requests: z.number() });

export const budgetSchema = z.object({
  /** When all of this was so. */
  at: z.iso.datetime(),
  /** Requests at once, as Gorgias tells it; null, like what follows, while nothing was asked of Gorgias. */
  limit: z.number().nullable(),
  /** Requests that Gorgias forgets a second, as it was learned. */
  drainPerSecond: z.number().nullable(),
  /** How much of the limit is used now. */
  used: z.number().nullable(),
  /** Gorgias wants silence until then. */
  blockedUntil: z.iso.datetime().nullable(),
  /** Left to the shop's other apps. */
  sharePercent: z.number(),
  /** Requests of the last 24 hours by urgency, and how many of them were refused (429). */
  spentByLane: z.array(z.object({ lane: z.string(), requests: z.number(), refused: z.number() })),
  /** The same by minute, oldest first; minutes without any request are left out. */
  minutes: z.array(z.object({ minute: z.iso.datetime(), requests: z.number(), refused: z.number() })),
  /** Calls that are not finished, and when the oldest of them began. */
  waiting: z.number(),
  oldestWaiting: z.iso.datetime().nullable(),
  /** Of them, what was put aside because Gorgias had no room or did not answer, by urgency, most urgent first. */
  waitingByLane: z.array(z.object({ lane: z.string(), count: z.number(), since: z.iso.datetime() })),
  /** Of the last 24 hours: how many there were, and the requests that all of them took together. */
  taken: z.object({ calls: takenSchema, texts: takenSchema, cards: takenSchema }),
  /** Requests since `spentSince` by kind of write, the dearest first. */
  spentSince: z.iso.datetime(),
  spent: z.array(z.object({ kind: z.string(), requests: z.number() })),
});

export type Session = z.infer<typeof sessionSchema>;
export type ConnectionAnswer = z.infer<typeof connectionSchema>;
export type LineAnswer = z.infer<typeof lineSchema>;
export type SettingAnswer = z.infer<typeof settingSchema>;
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;
export type AgentAnswer = z.infer<typeof agentSchema>;
export type ActivityItemAnswer = z.infer<typeof activityItemSchema>;
export type ActivityAnswer = z.infer<typeof activitySchema>;
export type ActivityDetailAnswer = z.infer<typeof activityDetailSchema>;
export type PlanAnswer = z.infer<typeof planSchema>;
export type OverviewAnswer = z.infer<typeof overviewSchema>;
export type BudgetAnswer = z.infer<typeof budgetSchema>;

export const auditSchema = z.object({
  /** Newest first. */
  entries: z.array(
    z.object({
      at: z.iso.datetime(),
      byKind: z.enum(ACTOR_KINDS),
      /** The name of an admin; null where the kind says all. */
      by: z.string().nullable(),
      action: z.enum(AUDIT_ACTIONS),
      /** Which setting, line, agent, or item of the activity; null where the action says all. */
      subject: z.string().nullable(),
      from: auditValueSchema,
      to: auditValueSchema,
    }),
  ),
  nextCursor: z.string().nullable(),
});
export const auditQuerySchema = z.strictObject({ cursor: z.string().max(200).optional() });
export type AuditAnswer = z.infer<typeof auditSchema>;

export const alertsSchema = z.object({
  /** Those that stand first, then the latest that are over. */
  alerts: z.array(
    z.object({
      kind: z.enum([
        "deactivated",
        "deactivation near",
        "token dying",
        "gorgias keys refused",
        "aircall keys refused",
        "no line selected",
        "lines not linked",
        "no admin",
        "webhook off",
        "webhook missing",
        "calls unheard",
        "failed items",
        "waiting long",
      ]),
      what: z.string(),
      remedy: z.string(),
      raisedAt: z.iso.datetime(),
      /** Null while it stands. */
      resolvedAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type AlertsAnswer = z.infer<typeof alertsSchema>;
