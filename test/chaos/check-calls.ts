/** Exactly one ticket a call, and in it each note, file and tag once, compared with the call of the Aircall simulator. */
import { seenTickets, type SeenTicket, type Shop } from "../helpers/shop.ts";
import type { FinalState, Violation } from "./final-state.ts";
import { ownsNumber } from "./numbers.ts";

type Call = ReturnType<FinalState["calls"]>[number];

/** Aircall's own tags, which the service replaces by others. */
const SYSTEM_TAGS = new Set(["Callback Request", "Called Back"]);
/** A comment that follows the end within this time is in the note of the end as well. */
const WRAP_UP_S = 30;

export function checkCalls(finalState: FinalState, shop: Shop): Violation[] {
  const tickets = seenTickets(finalState.sandbox.gorgias.desk, shop.account);
  const calls = finalState.calls(shop);
  const ids = new Set(calls.map(({ id }) => `aircall-call-${id}`));
  const isChanged = (id: number) => finalState.changed.calls.has(`${shop.account}/${id}`);
  const strays = tickets.filter(({ externalId }) => {
    const [name, id] = /^aircall-call-(\d+)/.exec(externalId ?? "") ?? [];
    // The successor of a ticket that is gone has a number behind the call's.
    return externalId !== null && name !== undefined && !ids.has(isChanged(Number(id)) ? name : externalId);
  });
  return [
    ...strays.map(({ externalId, id }) => ({ what: `ticket ${id} (${externalId}) is of no call`, shop })),
    ...calls.flatMap((call) => {
      const own = tickets.filter(({ externalId }) => externalId === `aircall-call-${call.id}`);
      const [ticket] = own;
      if (isChanged(call.id)) return [];
      if (!ticket || own.length > 1) return [{ what: `${own.length} tickets, not one`, shop, call: call.id }];
      return faultsOf(finalState, shop, call, ticket).map((what) => ({ what, shop, call: call.id }));
    }),
  ];
}

function faultsOf(finalState: FinalState, shop: Shop, call: Call, ticket: SeenTicket): string[] {
  return [
    ...noteFaults(call, ticket),
    ...customerFaults(finalState, shop, call, ticket),
    ...authorFaults(finalState, shop, call, ticket),
    ...fileFaults(finalState, shop, call, ticket),
    ...tagFaults(finalState, shop, call, ticket),
    ...(ticket.status === "open" ? [] : [`the ticket is ${ticket.status}`]),
  ];
}

function noteFaults(call: Call, ticket: SeenTicket): string[] {
  const wanted = new Set([
    ...(call.answeredAt === null ? ["unanswered"] : ["answered", "ended"]),
    ...call.comments.map(({ id }) => `comment:${id}`),
    // A comment's note has the file where there is one.
    ...(["recording", "voicemail"] as const).filter((kind) => call.files[kind] && call.comments.length === 0),
  ]);
  const faults: string[] = [];
  for (const key of wanted) {
    const notes = ticket.notes.filter((note) => note.key === key);
    if (notes.length !== 1) faults.push(`note ${key} is there ${notes.length} times`);
  }
  const found = ticket.notes.map(({ key }) => key).filter((key) => !wanted.has(key));
  const unwanted = found.filter((key) => key !== "customer-not-found");
  if (unwanted.length > 0) faults.push(`unwanted notes: ${unwanted.join(", ")}`);
  if (found.length - unwanted.length > 1) faults.push("the customer is not found more than once");
  const end = ticket.notes.find(({ key }) => key === "ended" || key === "unanswered");
  for (const { id, content, postedAt } of call.comments) {
    if (!shows(ticket.notes.find(({ key }) => key === `comment:${id}`)?.text, content))
      faults.push(`the note of comment ${id} does not say "${content}"`);
    if (postedAt <= (call.endedAt ?? 0) + WRAP_UP_S && !shows(end?.text, content))
      faults.push(`the note of the end misses "${content}"`);
  }
  return faults;
}

/** The ticket belongs to the customer with the number of the call (C1). */
function customerFaults(finalState: FinalState, shop: Shop, { digits }: Call, { customer }: SeenTicket): string[] {
  if (!digits.startsWith("+") || ownsNumber(finalState, shop, customer.id, digits)) return [];
  return [`the ticket is of ${customer.name} (${customer.id}), who does not have the number ${digits}`];
}

/** An agent's comment is signed by the user with the agent's e-mail, else by the admin (C5). */
function authorFaults({ sandbox }: FinalState, shop: Shop, call: Call, ticket: SeenTicket): string[] {
  const users = sandbox.gorgias.desk.account(shop.account).users.all();
  const company = sandbox.aircall.phone.state.companies.find(({ id }) => id === shop.company);
  const admin = users.find(({ role }) => role === "admin");
  const authorOf = (key: string) => ticket.notes.find((note) => note.key === key)?.author;
  const faults = call.comments.flatMap(({ id, postedById }) => {
    const agent = company?.users.find((user) => user.id === postedById);
    const own = users.find(({ email }) => email.toLowerCase() === agent?.email.toLowerCase());
    const wanted = (own ?? admin)?.name;
    const author = authorOf(`comment:${id}`);
    return author === wanted ? [] : [`comment ${id} is signed by ${author}, not by ${wanted}`];
  });
  const [notFound, answered] = [authorOf("customer-not-found"), authorOf("answered")];
  if (notFound !== undefined && answered !== undefined && notFound !== answered)
    faults.push(`${notFound} signs that the customer was not found, not ${answered}, who answered`);
  return faults;
}

function shows(text: string | undefined, words: string): boolean {
  const plain = (value: string) => value.replaceAll(/\s+/g, " ");
  return text !== undefined && plain(text).includes(plain(words));
}

/** The file of this call, byte for byte, in one note: a comment's where there is one. */
function fileFaults({ sandbox }: FinalState, shop: Shop, call: Call, ticket: SeenTicket): string[] {
  const { files } = sandbox.gorgias.desk.account(shop.account);
  return (["recording", "voicemail"] as const).flatMap((kind) => {
    if (!call.files[kind]) return [];
    const withFile = ticket.notes.filter(({ key }) =>
      call.comments.length > 0 ? key.startsWith("comment:") : key === kind,
    );
    const attached = withFile.flatMap(({ attachments }) => attachments).filter(({ name }) => name.startsWith(kind));
    const stored = [...files.values()].find(({ hash }) => attached[0]?.url.includes(hash));
    if (attached.length !== 1 || !stored) return [`${attached.length} notes have the ${kind}`];
    const { sha256 } = sandbox.aircall.phone.describeMedia(call.id, kind);
    return stored.sha256 === sha256 ? [] : [`the ${kind} is not the one of this call`];
  });
}

function tagFaults({ sandbox }: FinalState, shop: Shop, call: Call, ticket: SeenTicket): string[] {
  const company = sandbox.aircall.phone.state.companies.find(({ id }) => id === shop.company);
  const names = call.tags.map(({ tagId }) => company?.tags.find(({ id }) => id === tagId)?.name ?? `tag ${tagId}`);
  const line = company?.lines.find(({ id }) => id === call.lineId)?.name ?? "";
  const direction = call.direction === "inbound" ? "Inbound call" : "Outbound call";
  const wanted = ["Aircall", direction, line, ...names.filter((name) => !SYSTEM_TAGS.has(name))];
  const missing = wanted.filter((name) => !ticket.tags.includes(name));
  const doubled = ticket.tags.filter((name, i) => ticket.tags.indexOf(name) !== i);
  return [
    ...(missing.length > 0 ? [`tags are missing: ${missing.join(", ")}`] : []),
    ...(doubled.length > 0 ? [`tags are there twice: ${doubled.join(", ")}`] : []),
  ];
}
