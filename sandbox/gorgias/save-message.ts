// Makes and changes messages, and decides what the account would send to a customer (contract 6.3, 6.4).
import { type Account, emailOf } from "./account.ts";
import { resolvePerson, resolveUser } from "./find-person.ts";
import type { MessageInput } from "./message-body.ts";
import type { Credential, Message, Ticket } from "./model.ts";
import { bringMessageIn } from "./ticket-times.ts";
import { refuse } from "./vendor-error.ts";
import { sourceTypes } from "./vocabulary.ts";

export interface Writing {
  account: Account;
  credential: Credential;
  failure: string;
  /** Where in the body the message stands, such as `messages.0.`; empty at the top. */
  at: string;
}

export interface People {
  senderId: number | null;
  receiverId: number | null;
}

const note = "internal-note";
const missing = "Missing data for required field.";

/** Refuses what the kind of message forbids (contract 6.4); `held` is the message that is being changed. */
export function checkKind(writing: Writing, input: MessageInput, held?: Message): void {
  const { account, failure, at } = writing;
  const isNote = input.channel === note;
  const isNew = held === undefined;
  const lacksReceiver = input.from_agent && !isNote && !input.receiver && !held?.receiverId;
  const mentions = input.mention_ids ?? [];
  const rules: [boolean, string, string][] = [
    [isNote && !input.from_agent, "from_agent", "Internal notes are written by agents."],
    [!isNote && input.mention_ids !== undefined, "mention_ids", "Only internal notes mention users."],
    [!input.from_agent && Boolean(input.receiver), "receiver", "Must not be set for incoming messages."],
    [lacksReceiver && account.settings.receiverRequired, "receiver", missing],
    [isNew && !input.sender && account.settings.senderRequired, "sender", missing],
    [mentions.some((id) => account.users.get(id) === undefined), "mention_ids", "Unknown user."],
  ];
  const broken = rules.find(([applies]) => applies);
  if (broken !== undefined) throw refuse.invalid(failure, { [at + broken[1]]: [broken[2]] });
  if (isNew && input.channel === "email") checkEmail(writing, input);
}

/** Finds sender and receiver; a new e-mail makes a customer (contract 3). Those of `held` stay where the body is silent. */
export function findPeople(
  writing: Writing,
  input: MessageInput,
  { customerId, held }: { customerId: number | null; held?: Message },
): People {
  const keepsSide = held?.fromAgent === input.from_agent;
  const senderId = held && keepsSide && !input.sender ? held.senderId : findSender(writing, input, customerId);
  const heldReceiver = keepsSide && input.receiver === undefined ? (held?.receiverId ?? null) : null;
  return { senderId, receiverId: input.receiver ? resolvePerson(writing, input.receiver, "receiver") : heldReceiver };
}

function checkEmail({ account, failure, at }: Writing, input: MessageInput): void {
  const { from, to } = input.source ?? {};
  if (from === undefined || to === undefined)
    throw refuse.invalid(failure, { [`${at}source`]: ["Email needs from and to."] });
  // Outgoing e-mail leaves from a connected address of the account (contract 6.4).
  if (input.from_agent && from.address !== supportAddress(account))
    throw refuse.invalid(failure, { [`${at}source.from`]: ["Not an address of a connected email integration."] });
}

/** The one e-mail address that every account here has connected. */
function supportAddress(account: Account): string {
  return `support@${account.name}.example`;
}

/** Without a sender: the credential's user, or the ticket's customer (contract 6.4). */
function findSender(writing: Writing, input: MessageInput, ticketCustomerId: number | null): number {
  const { account, credential, failure, at } = writing;
  if (input.from_agent) {
    const given = input.sender ? resolveUser(writing, input.sender, "sender") : credential.userId;
    return account.settings.author === "token" ? credential.userId : given;
  }
  if (input.sender) return resolvePerson(writing, input.sender, "sender");
  if (ticketCustomerId !== null) return ticketCustomerId;
  throw refuse.invalid(failure, { [`${at}sender`]: [missing] });
}

export function addMessage(account: Account, ticket: Ticket, input: MessageInput, people: People): Message {
  const at = account.now();
  const message: Message = {
    id: account.nextId("message"),
    ticketId: ticket.id,
    ...people,
    ...blankMessage,
    macros: [],
    mentionIds: [],
    public: true,
    channel: input.channel,
    via: input.via ?? "api",
    fromAgent: input.from_agent,
    createdAt: input.created_datetime ?? at,
    processedAt: at,
  };
  applyMessage(account, message, input);
  // Incoming messages count as sent when they were written (contract 6.3).
  if (!message.fromAgent) message.sentAt ??= message.createdAt;
  account.messages.put(message);
  bringMessageIn(account, ticket, message);
  sendIfUnsent(account, message);
  return message;
}

const blankMessage = {
  messageId: null,
  externalId: null,
  source: null,
  integrationId: null,
  subject: null,
  bodyText: null,
  bodyHtml: null,
  strippedText: null,
  strippedHtml: null,
  strippedSignature: null,
  attachments: null,
  actions: null,
  headers: null,
  meta: null,
  imported: false,
  sentAt: null,
  failedAt: null,
  openedAt: null,
  deletedAt: null,
  lastSendingError: null,
  isRetriable: true,
};

/** Changes what is present in the body; people are found beforehand. */
export function changeMessage(account: Account, message: Message, input: MessageInput, people: People): void {
  // A source's type follows the channel, unless the body gives one.
  if (message.channel !== input.channel) message.source = null;
  message.channel = input.channel;
  message.fromAgent = input.from_agent;
  if (input.via !== undefined) message.via = input.via;
  message.senderId = people.senderId;
  message.receiverId = people.receiverId;
  applyMessage(account, message, input);
  account.messages.put(message);
  sendIfUnsent(account, message);
}

/** The body's keys and the record's, where the value is taken as it is. */
const plainKeys = [
  ["body_text", "bodyText"],
  ["body_html", "bodyHtml"],
  ["stripped_text", "strippedText"],
  ["stripped_html", "strippedHtml"],
  ["stripped_signature", "strippedSignature"],
  ["subject", "subject"],
  ["external_id", "externalId"],
  ["message_id", "messageId"],
  ["integration_id", "integrationId"],
  ["headers", "headers"],
  ["meta", "meta"],
  ["actions", "actions"],
  ["mention_ids", "mentionIds"],
  ["sent_datetime", "sentAt"],
  ["opened_datetime", "openedAt"],
  ["failed_datetime", "failedAt"],
  ["deleted_datetime", "deletedAt"],
  ["last_sending_error", "lastSendingError"],
] as const;

function applyMessage(account: Account, message: Message, input: MessageInput): void {
  const plain = plainKeys
    .filter(([key]) => input[key] !== undefined)
    .map(([key, field]) => [field, input[key]] as const);
  Object.assign(message, Object.fromEntries(plain));
  if (input.macros !== undefined) message.macros = input.macros ?? [];
  if (input.imported !== undefined) message.imported = input.imported ?? false;
  // Attachments are null, never an empty list (contract 6.1).
  if (input.attachments !== undefined) message.attachments = input.attachments?.length ? input.attachments : null;
  const source = input.source ?? message.source;
  message.source = { type: readSourceType(message.channel), ...source };
  if (message.channel === note) message.public = false;
  else if (account.settings.publicOutsideNotes) message.public = true;
  else message.public = input.public ?? message.public;
}

function readSourceType(channel: string): string {
  const type = channel.replace("_", "-");
  return sourceTypes.includes(type) ? type : "custom-chat";
}

/** An outgoing public message that was not sent yet is sent to the customer: the highest risk of this API (contract 6.3). */
function sendIfUnsent(account: Account, message: Message): void {
  if (!message.fromAgent || !message.public || message.channel === note) return;
  if (message.sentAt !== null || message.failedAt !== null) return;
  const receiver = message.receiverId === null ? undefined : account.customers.get(message.receiverId);
  account.outbox.push({
    at: account.now(),
    reason: message.via === "rule" ? "auto-reply" : "message",
    ticketId: message.ticketId,
    messageId: message.id,
    channel: message.channel,
    to: receiver === undefined ? null : (emailOf(receiver) ?? receiver.channels[0]?.address ?? receiver.name),
    text: message.bodyText ?? message.bodyHtml,
  });
  if (message.channel === "phone" && account.settings.phoneSendFails) {
    message.failedAt = account.now();
    message.lastSendingError = { error: "<p>This channel cannot send messages.</p>" };
    message.isRetriable = false;
  } else message.sentAt = account.now();
}
