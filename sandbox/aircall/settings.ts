// The knobs of the Aircall simulator: everything the contract leaves open or marks as assumed, with its default.
import * as z from "zod";

const chance = z.number().min(0).max(1);
const status = z.int().min(200).max(599);

/** Every knob; a patch may name any of them, an unknown name is refused. */
export const aircallSettingsSchema = z.strictObject({
  /** How many times faster than life; 0 means that nothing happens by itself. */
  speed: z.number().min(0),
  endedAfterSeconds: z.number().min(0),
  voicemailLeftAfterSeconds: z.number().min(0),
  /** The recording misses call.ended and comes with call.comm_assets_generated (contract 3.1). */
  lateAssets: z.boolean(),
  lateAssetsAfterSeconds: z.number().min(0),
  /** In stories, tags and notes are stored this long after hang-up; 0 means while talking (contract 3.2). */
  lateNotesSeconds: z.number().min(0),
  forgetTransferFieldsAtEnd: z.boolean(),
  forgetUserOnUnanswered: z.boolean(),
  forgetUserAtEnd: z.boolean(),
  forgetIvrOptions: z.boolean(),
  /** `call.tagged` and `call.commented` come with null recording and asset (contract 15). */
  forgetMediaOnNotes: z.boolean(),
  /** Where the IVR choice stands: in the call, or beside it in the envelope as one consumer reads it (contract 15). */
  ivrOptionAt: z.enum(["data", "envelope"]),
  omitNumberOnAnonymous: z.boolean(),
  callbackMode: z.enum(["manual", "automated"]),
  /** When the tag "Callback Request" shows up first; "tagged" is a call.tagged after call.ended (contract 5.2). */
  callbackTagAt: z.enum(["hungup", "ended", "tagged"]),
  rateLimitOn: z.boolean(),
  rateLimitPerMinute: z.int().min(1),
  rateLimitHeaders: z.enum(["always", "when-limited"]),
  rateLimitResetUnit: z.enum(["seconds", "milliseconds"]),
  rateLimitRetryAfter: z.boolean(),
  historyMonths: z.int().min(1),
  timelineMonths: z.int().min(1),
  maxRecords: z.int().min(1),
  perPageOverflow: z.enum(["clamp", "reject"]),
  contentTypeStatus: status,
  commentLimitStatus: status,
  basicIntegrationStatus: status,
  contactSearchDelayMs: z.number().min(0),
  cardMaxBytes: z.int().min(1),
  cardAfterEndStatus: status,
  cardUnlinkedStatus: status,
  cardLinks: z.enum(["https", "https-or-loopback", "any"]),
  webhookUrls: z.enum(["https", "https-or-loopback", "any"]),
  webhookLimit: z.int().min(1),
  /** What the consent page does: shows itself, or decides at once (contract 1.3). */
  consent: z.enum(["ask", "approve", "deny"]),
  codeTtlSeconds: z.number().min(0),
  /** An app that was just installed is linked to every line; in life to none (contract 1.4). */
  autoLinkLines: z.boolean(),
  /** Webhooks of an installed app get only the events of lines linked to it. */
  linkedOnly: z.boolean(),
  uninstallOrder: z.enum(["token-first", "event-first"]),
  deliveryTimeoutMs: z.number().min(1),
  /** Waits between attempts, divided by speed; the last one repeats. */
  retrySeconds: z.array(z.number().min(0)).min(1),
  maxFailures: z.int().min(1),
  retryWindowHours: z.number().min(0),
  keepEventsWhileDisabled: z.boolean(),
  duplicateChance: chance,
  dropChance: chance,
  /** Each attempt waits a random part of this, so deliveries overtake each other. */
  delayMs: z.number().min(0),
  /** Where signed files live; null means this server. */
  mediaUrl: z.url().nullable(),
  mediaTtlSeconds: z.number().min(0),
  mediaBytes: z.int().min(0),
  mediaContentLength: z.boolean(),
  /** How long links to files of messages work; undocumented (contract 6.3). */
  messageMediaTtlSeconds: z.number().min(0),
  messageMediaBytes: z.int().min(0),
  /** `media_details` of webhooks as documented, or bare links as an integrator expects too (contract 6.3). */
  messageMediaForm: z.enum(["objects", "strings", "url", "media", "without-link"]),
  /** How webhooks of messages write times: ISO with or without a zone, or Unix time as a number or as text (contract 6.3, 15). */
  messageTimeForm: z.enum(["iso", "naive", "seconds", "milliseconds", "text"]),
  /** How a webhook says that the number has no contact. */
  messageContact: z.enum(["null", "absent"]),
  /** An outbound message is delivered by itself so long after it was sent. */
  messageDeliveredAfterSeconds: z.number().min(0),
  /** Group webhooks carry every member of a one-to-one message, not only the documented ones. */
  groupMessagesInFull: z.boolean(),
  /** `participants` count the line itself. */
  groupParticipantsIncludeLine: z.boolean(),
  /** What `external_number` says of a group message that the line sent. */
  groupSenderOfOutbound: z.enum(["absent", "line"]),
  /** Base of `direct_link`, which is an API address and not for people (contract 4). */
  directLinkUrl: z.url(),
});

export type AircallSettings = z.infer<typeof aircallSettingsSchema>;

/** The defaults, as the conformance list of the contract (section 13) names them. */
export const defaultAircallSettings: Readonly<AircallSettings> = {
  speed: 10,
  endedAfterSeconds: 30,
  voicemailLeftAfterSeconds: 3,
  lateAssets: false,
  lateAssetsAfterSeconds: 60,
  lateNotesSeconds: 87,
  forgetTransferFieldsAtEnd: true,
  forgetUserOnUnanswered: true,
  forgetUserAtEnd: false,
  forgetIvrOptions: true,
  forgetMediaOnNotes: true,
  ivrOptionAt: "data",
  omitNumberOnAnonymous: false,
  callbackMode: "manual",
  callbackTagAt: "ended",
  rateLimitOn: true,
  rateLimitPerMinute: 120,
  rateLimitHeaders: "always",
  rateLimitResetUnit: "seconds",
  rateLimitRetryAfter: false,
  historyMonths: 6,
  timelineMonths: 2,
  maxRecords: 10_000,
  perPageOverflow: "clamp",
  contentTypeStatus: 400,
  commentLimitStatus: 400,
  basicIntegrationStatus: 403,
  contactSearchDelayMs: 0,
  cardMaxBytes: 10_240,
  cardAfterEndStatus: 400,
  cardUnlinkedStatus: 400,
  cardLinks: "https-or-loopback",
  webhookUrls: "https-or-loopback",
  webhookLimit: 100,
  consent: "ask",
  codeTtlSeconds: 600,
  autoLinkLines: false,
  linkedOnly: true,
  uninstallOrder: "token-first",
  deliveryTimeoutMs: 5_000,
  retrySeconds: [1, 2, 5, 10, 30, 60, 120, 300],
  maxFailures: 50,
  retryWindowHours: 12,
  keepEventsWhileDisabled: false,
  duplicateChance: 0,
  dropChance: 0,
  delayMs: 0,
  mediaUrl: null,
  mediaTtlSeconds: 3_600,
  mediaBytes: 40_000,
  mediaContentLength: true,
  messageMediaTtlSeconds: 3_600,
  messageMediaBytes: 20_000,
  messageMediaForm: "objects",
  messageTimeForm: "iso",
  messageContact: "null",
  messageDeliveredAfterSeconds: 5,
  groupMessagesInFull: false,
  groupParticipantsIncludeLine: false,
  groupSenderOfOutbound: "absent",
  directLinkUrl: "https://api.aircall.io",
};
