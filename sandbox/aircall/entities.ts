// What exists in the Aircall simulator: companies and all they own, calls, webhooks. Times are unix seconds unless the name says otherwise.

interface ApiKey {
  apiId: string;
  apiToken: string;
  revoked: boolean;
}

/** An app installed with OAuth: it owns a bearer token and the lines linked to it. */
export interface Integration {
  id: number;
  /** The registered app behind it; null when a control made it. */
  clientId: string | null;
  name: string;
  token: string;
  revoked: boolean;
  status: "installed" | "disabled";
  active: boolean;
  lineIds: number[];
  userId: number;
}

/** An app that the partner team has registered: what can be installed. */
export interface OauthApp {
  clientId: string;
  clientSecret: string;
  name: string;
  installUri: string;
  redirectUri: string;
}

/** What an approval gives an app, to be exchanged for a token. */
export interface OauthCode {
  clientId: string;
  companyId: number;
  expiresAtMs: number;
  used: boolean;
}

export interface User {
  id: number;
  name: string;
  email: string;
  language: string;
  timeZone: string;
  createdAt: number;
  wrapUpTime: number;
  available: boolean;
  extension: string;
}

/** An Aircall number of the company. */
export interface Line {
  id: number;
  name: string;
  /** Display form, with spaces. */
  digits: string;
  country: string;
  timeZone: string;
  createdAt: number;
  availability: "open" | "custom" | "closed";
  isIvr: boolean;
  recording: boolean;
  userIds: number[];
  smsEnabled: boolean;
}

export interface Team {
  id: number;
  name: string;
  createdAt: number;
  userIds: number[];
}

export interface Tag {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface LabelledValue {
  id: number;
  label: string;
  value: string;
}

export interface Contact {
  id: number;
  firstName: string | null;
  lastName: string | null;
  companyName: string | null;
  information: string | null;
  createdAt: number;
  updatedAt: number;
  phoneNumbers: LabelledValue[];
  emails: LabelledValue[];
}

export interface Webhook {
  /** The public UUID. */
  webhookId: string;
  /** The legacy numeric id. */
  id: number;
  customName: string;
  url: string;
  token: string;
  events: string[];
  active: boolean;
  createdAtMs: number;
  /** The app that made it; null when made with an API key or in the dashboard. */
  integrationId: number | null;
  failuresInARow: number;
  /** When Aircall itself switched it off; null when it did not. */
  disabledAtMs: number | null;
}

export interface Company {
  id: number;
  name: string;
  apiKeys: ApiKey[];
  integrations: Integration[];
  users: User[];
  lines: Line[];
  teams: Team[];
  tags: Tag[];
  contacts: Contact[];
  webhooks: Webhook[];
}

export type MissedReason =
  | "out_of_opening_hours"
  | "short_abandoned"
  | "abandoned_in_ivr"
  | "abandoned_in_classic"
  | "no_available_agent"
  | "agents_did_not_answer";

export interface IvrOption {
  id: string;
  title: string;
  key: string;
  branch: string | null;
  createdAt: number;
}

export interface CallTag {
  tagId: number;
  taggedAt: number;
  /** Null for tags the system or the API set. */
  taggedById: number | null;
}

interface CallComment {
  id: number;
  content: string;
  postedAt: number;
  /** Null when posted through the API. */
  postedById: number | null;
}

export type MediaKind = "recording" | "voicemail";

/** What a control may change about one file; may be set before the file exists. */
export interface MediaControls {
  sizeBytes?: number | undefined;
  chunked?: boolean | undefined;
  redirectTo?: string | undefined;
  status?: number | undefined;
  truncateAt?: number | undefined;
  /** True: the link is never answered. */
  hang?: boolean | undefined;
  /** After so many bytes nothing more comes, and the connection stays. */
  stallAt?: number | undefined;
  /** These bytes in the place of made-up ones. */
  content?: Buffer | undefined;
  contentType?: string | undefined;
}

interface InsightCard {
  contents: Record<string, unknown>[];
  postedAt: number;
  integrationName: string | null;
}

export interface Call {
  id: number;
  companyId: number;
  lineId: number;
  uuid: string;
  direction: "inbound" | "outbound";
  status: "initial" | "answered" | "done";
  /** The outside party as the control gave it, or "anonymous". */
  digits: string;
  contactId: number | null;
  /** Who took or made the call. */
  userId: number | null;
  /** The last agent it rang on. */
  rungUserId: number | null;
  teamIds: number[];
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  missedReason: MissedReason | null;
  /** Whether call.ended was sent. */
  collected: boolean;
  ivrOptions: IvrOption[];
  transferredById: number | null;
  transferredToId: number | null;
  externalTransferredTo: string | null;
  assignedToId: number | null;
  tags: CallTag[];
  comments: CallComment[];
  archived: boolean;
  files: Record<MediaKind, boolean>;
  mediaControls: Record<MediaKind, MediaControls>;
  /** Whether call.voicemail_left was sent. */
  voicemailAnnounced: boolean;
  /** How the caller's request to be called back is handled; null when there is none. */
  callbackMode: "manual" | "automated" | null;
  automaticCallbackCallId: number | null;
  callbackOfId: number | null;
  cards: InsightCard[];
}
