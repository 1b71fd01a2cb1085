// Where the contract only assumes, or sources disagree, the Gorgias simulator can be told which way to go.
import { z } from "zod";
import { fieldRejectionSchema } from "./reject-fields.ts";

/** Every default is the side the contract takes (its sections 13 and 14), but for the two limits, which follow the product's own page. */
const settingsSchema = z.strictObject({
  /** Contract 4.2: how `channel_address` compares. */
  channelAddressMatching: z.enum(["exact", "digits"]).default("exact"),
  /** Contract 4.5: how a taken e-mail or channel address is refused. */
  duplicateStatus: z.union([z.literal(409), z.literal(400)]).default(409),
  /** Contract 4.5: whether a phone may belong to one customer only. */
  phoneUnique: z.boolean().default(true),
  /** Contract 4.4: `note` in the body of a customer. */
  customerNote: z.enum(["reject", "accept"]).default("reject"),
  /** Contract 4.4: a customer may be made of a phone alone. */
  phoneOnlyCustomer: z.boolean().default(true),
  /** Contract 3: `{id, name}` inside a ticket or message renames that customer. */
  nestedPersonModifies: z.boolean().default(true),
  /** Contract 3: the 301 of a merged object names the object that took it in. */
  mergedLocation: z.boolean().default(true),
  /** Contract 4.3: how `customers_by_phone` compares. */
  phoneSearch: z.enum(["digits", "exact"]).default("digits"),
  /** Contract 14: what `customers_by_phone` answers, which is recorded nowhere. */
  phoneSearchAnswers: z.enum(["customers", "channels"]).default("customers"),
  /** Contract 4.3: records younger than this are invisible to search. */
  searchDelayMs: z.number().min(0).default(0),
  /** Contract 11.5: tickets younger than this are invisible to the `external_id` filter. */
  externalIdDelayMs: z.number().min(0).default(0),
  /** Contract 3: times of answers with their offset, or without any, which is UTC as well. */
  timesWithOffset: z.boolean().default(true),
  /** Capabilities 19: whether an event's `data` holds the change. */
  eventData: z.enum(["nothing", "change"]).default("nothing"),
  /** Which of the two customers the event of a merge names. No document says it. */
  mergeEventNames: z.enum(["source", "target"]).default("source"),
  /** Contract 5.6: what happens to tag names that do not exist. */
  unknownTags: z.enum(["reject", "create"]).default("reject"),
  /** Contract 9: how a taken tag name is refused. */
  duplicateTagStatus: z.union([z.literal(409), z.literal(400)]).default(409),
  /** Contract 5.2: `via` was required early in 2026. */
  viaRequired: z.boolean().default(false),
  /** Contract 5.5: a public message of the customer reopens a closed ticket. */
  customerMessageReopens: z.boolean().default(true),
  /** Contract 5.5: status of a ticket while it is snoozed. */
  snoozedStatus: z.enum(["closed", "open"]).default("closed"),
  /** Contract 6.1: `public: false` on a channel other than `internal-note` is overruled. */
  publicOutsideNotes: z.boolean().default(true),
  /** Contract 6.4: an outgoing message names its receiver. */
  receiverRequired: z.boolean().default(true),
  /** Contract 6.4 says who is meant when `sender` is missing; true refuses instead. */
  senderRequired: z.boolean().default(false),
  /** Contract 10.1: the time zone of the business hours. Null: the account has no such setting. */
  businessTimeZone: z.string().nullable().default("UTC"),
  /** Contract 13, question 12: whose name a message shows. */
  author: z.enum(["sender", "token"]).default("sender"),
  /** Contract 13, question 9: an outgoing phone message that should be sent fails. */
  phoneSendFails: z.boolean().default(true),
  /** Contract 6.2: `sender` in the body of PUT; when false it is an unknown key. */
  messageSenderEditable: z.boolean().default(true),
  /** Contract 6.2: `attachments` in the body of PUT; when false it is an unknown key. */
  messageAttachmentsEditable: z.boolean().default(true),
  /** Contract 5.3: a rule of the account answers first messages, but for channel `api`. */
  autoReply: z.boolean().default(false),
  /** Contract 5.3: language and intents are filled in after the answer. */
  enrichment: z.boolean().default(false),
  enrichmentDelayMs: z.number().min(0).default(2_000),
  /** Contract 5.3: a trial account refuses tickets and messages with 403. */
  quotaExceeded: z.boolean().default(false),
  /** Contract 11.2 and 14: fields that are rejected though they are as documented, and how the answer names them. */
  rejectedFields: z.array(fieldRejectionSchema).default([]),
  /** Contract 9 has names compared with letter case; true refuses a new tag that differs in case only. */
  tagNamesIgnoreCase: z.boolean().default(false),
  /** Contract 7 assumes 10 MB; a recording may be larger, so more is let in here. */
  uploadLimitBytes: z
    .number()
    .int()
    .min(0)
    .default(600 * 1024 * 1024),
  /** Contract 7: the sample answer shows `size` as text. */
  sizeAsString: z.boolean().default(false),
  /** How much of each upload stays in memory. */
  keepBytes: z
    .number()
    .int()
    .min(0)
    .default(64 * 1024),
  /** Contract 11.1: cursors are short-lived; 0 = they live on. */
  cursorTtlMs: z.number().min(0).default(600_000),
  /** Contract 2.2: what the consent page does: shows itself, or decides at once. */
  consent: z.enum(["ask", "approve", "deny"]).default("ask"),
  /** Contract 2.2 assumes that only admins can approve; "any" leaves that check to the app. */
  consentRole: z.enum(["admin", "any"]).default("any"),
  codeTtlSeconds: z.number().min(0).default(600),
  /** A code that comes a second time ends what the first time gave, as RFC 6749 advises. */
  codeReuseRevokes: z.boolean().default(true),
  accessTokenTtlSeconds: z.int().min(0).default(86_400),
  /** Contract 2.2: `expires_in` at most, never above the true lifetime; 0 as in 2021; null leaves it out. */
  expiresIn: z.int().min(0).nullable().default(86_400),
  /** Contract 2.2: how `sub` looks: account and user id joined (2026) or the user id alone (2021). */
  tokenSubject: z.enum(["joined", "user"]).default("joined"),
  /** Contract 2.2: how an app proves itself to `/oauth/token`. */
  clientAuth: z.enum(["both", "basic", "body"]).default("both"),
  rotateRefreshTokens: z.boolean().default(false),
  /** Contract 2.3: a call without its scope is a 403. */
  enforceScopes: z.boolean().default(true),
  /** Contract 11.3 has 80 (OAuth) and 40 (key) per 20 s; the product's page says 80 per 40 s. */
  rateLimit: z
    .strictObject({
      enabled: z.boolean().default(true),
      limit: z.int().min(1).default(80),
      keyLimit: z.int().min(1).default(80),
      windowSeconds: z.number().positive().default(40),
    })
    .prefault({}),
});

export type GorgiasSettings = z.infer<typeof settingsSchema>;

/** Some settings; of `rateLimit` also only some. */
export type SettingsPatch = Partial<Omit<GorgiasSettings, "rateLimit" | "rejectedFields">> & {
  rateLimit?: Partial<GorgiasSettings["rateLimit"]>;
  rejectedFields?: z.input<typeof settingsSchema>["rejectedFields"];
};

/** Lays patches over the defaults, the later over the earlier. Throws a ZodError on an unknown key or a bad value. */
export function resolveSettings(...patches: readonly SettingsPatch[]): GorgiasSettings {
  const rateLimit = Object.assign({}, ...patches.map((patch) => patch.rateLimit));
  return settingsSchema.parse(Object.assign({}, ...patches, { rateLimit }));
}
