// What each control takes: one schema per action, shared by the control routes and the typed phone.
import * as z from "zod";

const id = z.int();
const size = z.int().min(0).optional();
const labels = z.array(z.union([z.string().min(1), id])).min(1);
/** Unix seconds at which it happened; now when left out. */
const at = z.int().optional();

export const placeInput = z.strictObject({
  company: id.optional(),
  line: id.optional(),
  direction: z.enum(["inbound", "outbound"]).optional(),
  /** The outside party, whatever the direction: digits or "anonymous". */
  from: z.string().min(1).optional(),
  user: id.optional(),
  team: id.optional(),
  /** False: no contact though one matches. True: one is made when none matches. */
  contact: z.boolean().optional(),
  at,
});
export const ringInput = z.strictObject({ user: id.optional(), team: id.optional(), at });
export const declineInput = z.strictObject({ user: id.optional() });
export const ivrInput = z.strictObject({
  title: z.string().default("Billing"),
  key: z.string().default("2"),
  branch: z.string().nullable().optional(),
  at,
});
export const transferInput = z.strictObject({ to: id.optional(), team: id.optional() });
export const externalTransferInput = z.strictObject({ to: z.string().min(1).default("+442079460958") });
export const hangUpInput = z.strictObject({
  reason: z
    .enum([
      "out_of_opening_hours",
      "short_abandoned",
      "abandoned_in_ivr",
      "abandoned_in_classic",
      "no_available_agent",
      "agents_did_not_answer",
    ])
    .optional(),
  at,
});
export const endInput = z.strictObject({ recording: z.boolean().optional(), sizeBytes: size });
export const voicemailInput = z.strictObject({ sizeBytes: size, at });
export const assetsInput = z.strictObject({ kind: z.enum(["recording", "voicemail"]).optional(), sizeBytes: size });
export const assignInput = z.strictObject({ user: id.optional() });
export const tagInput = z.strictObject({ tags: labels, user: id.optional(), at });
export const untagInput = z.strictObject({ tags: labels });
export const commentInput = z.strictObject({ content: z.string().min(1), user: id.nullable().optional(), at });
export const callbackInput = z.strictObject({ mode: z.enum(["manual", "automated"]).optional(), at });
export const callBackInput = z.strictObject({ user: id.optional(), at });
/** Null takes a control back. */
export const mediaInput = z.strictObject({
  kind: z.enum(["recording", "voicemail"]).optional(),
  sizeBytes: z.int().min(0).nullable().optional(),
  chunked: z.boolean().nullable().optional(),
  redirectTo: z.string().min(1).nullable().optional(),
  status: z.int().min(200).max(599).nullable().optional(),
  truncateAt: z.int().min(0).nullable().optional(),
  hang: z.boolean().nullable().optional(),
  stallAt: z.int().min(0).nullable().optional(),
  base64: z.string().nullable().optional(),
  contentType: z.string().min(1).nullable().optional(),
});
export const storyInput = placeInput.omit({ at: true }).extend({
  durationSeconds: z.int().min(1).optional(),
  tags: labels.optional(),
  comment: z.string().min(1).optional(),
  ivr: ivrInput.optional(),
  sizeBytes: size,
  /** Callback stories: how it is handled, and whether the agent calls back (default: when automated). */
  mode: z.enum(["manual", "automated"]).optional(),
  callBack: z.boolean().optional(),
  /** Transfer stories: to a colleague, tried in vain, or to the outside. */
  transfer: z.enum(["internal", "failed", "external"]).optional(),
  /** Parent-and-child stories: the line behind the menu. */
  childLine: id.optional(),
});

export const companyInput = z.strictObject({
  name: z.string().min(1).default("Another company"),
  apiId: z.string().min(1).optional(),
  apiToken: z.string().min(1).optional(),
  /** Bearer token of an installed app; without it no app is installed. */
  token: z.string().min(1).optional(),
});
export const lineInput = z.strictObject({
  name: z.string().min(1),
  digits: z.string().min(1),
  country: z.string().length(2).default("US"),
  timeZone: z.string().default("America/New_York"),
  availability: z.enum(["open", "custom", "closed"]).default("custom"),
  isIvr: z.boolean().default(false),
  recording: z.boolean().default(true),
  smsEnabled: z.boolean().default(true),
});
export const lineChangeInput = z.strictObject({
  smsEnabled: z.boolean().optional(),
  recording: z.boolean().optional(),
  availability: z.enum(["open", "custom", "closed"]).optional(),
});
export const userInput = z.strictObject({
  name: z.string().min(1),
  email: z.string().min(1),
  available: z.boolean().default(true),
  timeZone: z.string().default("Europe/Paris"),
  language: z.string().default("en-US"),
});
export const contactInput = z.strictObject({
  firstName: z.string().nullable().default(null),
  lastName: z.string().nullable().default(null),
  companyName: z.string().nullable().default(null),
  information: z.string().nullable().default(null),
  phones: z.array(z.string()).default([]),
  emails: z.array(z.string()).default([]),
});
export const tagRecordInput = z.strictObject({ name: z.string().min(1), color: z.string().default("#00B388") });
export const teamInput = z.strictObject({ name: z.string().min(1).max(64), users: z.array(id).default([]) });
export const installInput = z.strictObject({
  name: z.string().min(1).default("Acme Sync"),
  token: z.string().min(1).optional(),
  lines: z.union([z.literal("all"), z.array(id)]).default([]),
  /** The registered app that it is. */
  clientId: z.string().min(1).nullable().default(null),
});
export const linkInput = z.strictObject({
  integration: id.optional(),
  lines: z.union([z.literal("all"), z.array(id)]).default("all"),
});
export const uninstallInput = z.strictObject({ integration: id.optional() });
export const revokeInput = z.strictObject({ kind: z.enum(["basic", "bearer", "all"]).default("all") });
export const releaseInput = z.strictObject({
  order: z.enum(["fifo", "reverse", "shuffle"]).default("fifo"),
  duplicate: z.int().min(0).default(0),
});
export const dropInput = z.strictObject({ times: z.int().min(0).default(1) });

export type StoryInput = z.input<typeof storyInput>;
