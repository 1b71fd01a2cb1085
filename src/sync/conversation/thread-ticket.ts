/**
 * Opens the ticket of a conversation with all pending messages, and writes a message into an existing one (M5–M7, M10).
 */
import { entryIdOf } from "../../domain/conversation/entries.ts";
import type { SignedEntry } from "../../domain/conversation/sign-entry.ts";
import {
  planThread,
  type ThreadFacts,
  type ThreadMessage,
  type ThreadPlan,
} from "../../domain/conversation/thread-plan.ts";
import { threadSoFar, ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import { introductionOf } from "../../domain/customer/customer.ts";
import { nextStep } from "../../domain/ticket/next-step.ts";
import { leftOutSoFar, PartsRejected } from "../../domain/ticket/rejected-parts.ts";
import { messageIntentSchema } from "../../domain/ticket/write.ts";
import type { RequestError } from "../../kit/request-error.ts";
import { ownCustomers } from "../customer/find-customer.ts";
import { lesserOptions } from "../ticket/lesser-attempts.ts";
import { openTicket } from "../ticket/open-ticket.ts";
import { performStep } from "../ticket/perform-step.ts";
import type { TicketWork } from "../ticket/ticket-work.ts";
import { countLook, complete } from "../run.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";
import { draftMessage, dropFiles } from "./draft-entry.ts";
import type { Place } from "./find-place.ts";
import { noteBelieved } from "./verify-ticket.ts";

/** Gorgias takes at most 500 messages with a new ticket (Gorgias contract 5.3). The rest follow one by one. */
const MOST_AT_ONCE = 100;

/** Messages that are tried one by one where Gorgias rejects a ticket with all of them. */
const MOST_ALONE = 10;

/** After a delay this long, from file transfers or the rate limit, the last look at the ticket is outdated. */
const SLOW_MS = 2_000;

/**
 * Entries in order. The first names the ticket. A rejected message does not block the others. It is tried again as a
 * message of its own once there is a ticket (M12). Rejects with a RequestError when Gorgias takes no ticket at all.
 */
export async function openThread(
  deps: ConversationDeps,
  run: ConversationRun,
  entries: readonly SignedEntry[],
): Promise<void> {
  const some = entries.slice(0, MOST_AT_ONCE);
  const rejection = await openWith(deps, run, some);
  if (rejection === null) return;
  const bad = rejectedMessages(rejection);
  const good = some.filter((entry) => !bad.has(entryIdOf(entry)));
  if (bad.size > 0 && good.length > 0 && (await openWith(deps, run, good)) === null) return;
  // Where the rejection names no message, a single one may still be the cause. A missing permission (403) has no such
  // cause.
  const alone = some.length > 1 && rejection.status !== 403 ? good.slice(0, MOST_ALONE) : [];
  for (const entry of alone) if ((await openWith(deps, run, [entry])) === null) return;
  throw rejection;
}

type ThreadWork = TicketWork<ThreadMessage> & { plan: ThreadPlan };

/** The external ids of the messages that were rejected as a whole. */
function rejectedMessages(rejection: RequestError): Set<string> {
  const parts = rejection instanceof PartsRejected ? rejection.parts : [];
  return new Set(parts.flatMap((part) => (part.kind === "message" ? [part.message] : [])));
}

/** Null when the ticket is open. Otherwise why it was refused. */
async function openWith(
  deps: ConversationDeps,
  run: ConversationRun,
  [first, ...rest]: readonly SignedEntry[],
): Promise<RequestError | null> {
  if (!first) return null;
  const work = workOn(deps, run, planThread([first, ...rest], factsOf(deps, run)));
  const step = stepOf(deps, run, work, { ticketId: null, state: null });
  if (step.do !== "open ticket") return null;
  const result = await openTicket(deps, run, work, step);
  if (result.kind === "done") await keepTicket(deps, run, result.outcome.ticketId);
  return result.kind === "refused" ? result.error : null;
}

export async function keepTicket(deps: ConversationDeps, run: ConversationRun, ticketId: number): Promise<void> {
  await deps.threads.remember(run.connectionId, run.customer.id, ticketId);
  run.ticketId = ticketId;
  run.ticketSeenAt = deps.clock();
  run.ticket = null;
}

/** `burst`: keys of all entries that are to be written in this run. */
type WritePlace = Extract<Place, { kind: "ticket" }> & { burst: readonly string[] };

export async function writeEntry(
  deps: ConversationDeps,
  run: ConversationRun,
  entry: SignedEntry,
  place: WritePlace,
): Promise<void> {
  const { ticketId, believed, takerId, burst } = place;
  // The search for the ticket has assigned it to its agent, and its customer had it before (C2, C4).
  const plan = planThread([entry], { ...factsOf(deps, run), introduction: null });
  const work: ThreadWork = {
    ...workOn(deps, run, { ...plan, assigneeId: undefined }),
    async draft(message) {
      const draft = await draftMessage(deps, run, message);
      const isSlow = run.ticketSeenAt !== null && deps.clock() - run.ticketSeenAt > SLOW_MS;
      if (believed || isSlow || takerId !== null)
        await noteBelieved(deps, run, ticketId, { keys: burst, assigneeId: takerId });
      return draft;
    },
  };
  await writeInto(deps, run, work, place);
}

/** Adds tags that the ticket had to be opened without. */
export async function addLaterTags(
  deps: ConversationDeps,
  run: ConversationRun,
  ticketId: number,
  wanted: readonly string[],
): Promise<void> {
  const { tags: rejected } = leftOutSoFar(run.writes, deps.clock());
  const tags = wanted.filter((tag) => !rejected.has(tag));
  await writeInto(deps, run, workOn(deps, run, { ...NO_MESSAGES, tags }), { ticketId, state: null });
}

const NO_MESSAGES: Omit<ThreadPlan, "tags"> = {
  externalId: "",
  subject: "",
  customerId: 0,
  assigneeId: undefined,
  messages: [],
  stage: "finished",
  tagsFirst: true,
  adminId: null,
  createdAt: 0,
};

type Target = Pick<WritePlace, "state"> & { ticketId: number | null };

function stepOf(
  { clock }: ConversationDeps,
  { writes }: ConversationRun,
  work: ThreadWork,
  { ticketId, state }: Target,
) {
  const written = threadSoFar(writes, ticketId, state?.tags);
  return nextStep({ plan: work.plan, written, writes, rules: work }, clock());
}

/**
 * Adds tags before the message, so that nothing is left to do when the worker dies. Ends where the ticket is found to
 * be elsewhere.
 */
async function writeInto(
  deps: ConversationDeps,
  run: ConversationRun,
  work: ThreadWork,
  target: Target,
): Promise<void> {
  for (;;) {
    const step = stepOf(deps, run, work, target);
    if (step.do !== "add tags") settleLostTags(deps, run);
    if (!("key" in step) || step.do === "open ticket") return;
    if (!(await performStep(deps, run, work, step))) return;
  }
}

/** Completes tags whose answer was lost, where the ticket has them. */
function settleLostTags({ clock }: ConversationDeps, run: ConversationRun): void {
  const lost = run.writes.find(({ key, state }) => key.startsWith("tags:") && state === "intended");
  if (lost) complete(run, { ...lost, state: "done", outcome: { tagIds: [] }, requests: 0, at: clock() });
}

function factsOf(deps: ConversationDeps, run: ConversationRun): ThreadFacts {
  const { translations, users, customer, ownLines } = run;
  // A customer with an earlier ticket needs no introduction, whatever conversation that ticket was opened for.
  const introduction = hasLeftTicket(run) ? null : introductionOf(ownCustomers(run));
  return { translations, users, customer, ownLines, introduction, leftOut: leftOutSoFar(run.writes, deps.clock()) };
}

function hasLeftTicket({ writes }: ConversationRun): boolean {
  const current = ticketsOpened({ writes });
  return writes.some(({ generation, key }) => generation === current && key.startsWith("left:"));
}

/** The rules for the ticket of a conversation. */
function workOn(deps: ConversationDeps, run: ConversationRun, plan: ThreadPlan): ThreadWork {
  const { adminId, externalId } = plan;
  return {
    plan,
    channel: "sms",
    options: lesserOptions(deps, run, {
      adminId,
      withoutFiles: (draft) => dropFiles(draft, () => true, run.translations),
    }),
    stale: "all",
    writeKeyOf: ({ key }) => key,
    digestOf: () => null,
    externalIdOf: () => externalId,
    draft: (message) => draftMessage(deps, run, message),
    intentOf(sent, planned, messages) {
      const entries = messages.flatMap(({ entry, introduction }) => (introduction ? [] : [entry.key]));
      const intent = { externalId, entries, tags: sent.tags };
      const later = { tags: planned.tags, assigneeId: planned.assigneeId };
      return sent === planned ? intent : { ...intent, later };
    },
    sentBefore({ key }) {
      const sent = run.writes.find((write) => write.key === key && write.state === "intended");
      const ticketId = sent && messageIntentSchema.parse(sent.intent).ticketId;
      return sent && ticketId !== undefined ? { generation: sent.generation, ticketId } : null;
    },
    mayWriteTo: async () => true,
    /** The ticket moved or was deleted between the look and the write. The earlier look is no longer valid. */
    async seen(_ticket, _state, requests) {
      run.ticketSeenAt = null;
      run.ticket = null;
      await countLook(deps, run, { generation: 0, requests });
      return false;
    },
  };
}
