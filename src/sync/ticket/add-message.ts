/** Writes a message into a ticket exactly once, even if the process dies in between. */
import type { MessageDraft, TicketState } from "../../domain/ports/help-desk.ts";
import { lesserMessages } from "../../domain/ticket/lesser-drafts.ts";
import type { PlannedMessage } from "../../domain/ticket/plan.ts";
import type { Without } from "../../domain/ticket/rejected-parts.ts";
import type { ForgetDeps } from "./forget.ts";
import type { Run } from "../run.ts";
import { learning } from "./learn-rejection.ts";
import { EXTERNAL_ID, lesserAttempts, wasUnnamed } from "./lesser-attempts.ts";
import type { StepOf, TicketWork } from "./ticket-work.ts";
import { writeInto, type Elsewhere } from "./write-once.ts";

/** The ticket's state if it has moved or is gone, else null. */
export async function addMessage<M extends PlannedMessage>(
  deps: ForgetDeps,
  run: Run,
  work: TicketWork<M>,
  step: StepOf<M, "add message">,
): Promise<TicketState | null> {
  const { ticketId } = step;
  const { options, stale } = work;
  const message = await work.draft(step.message, step.generation);
  const before = work.sentBefore?.(step.message) ?? step;
  const { externalId, text, at } = message.draft;
  const digest = work.digestOf(step.message);
  const says = (what: string | null) => (what === null ? {} : { digest: what });
  const outcomeOf = (into: number, messageId: number) => ({ ticketId: into, messageId, at: deps.clock() });
  const send = async ({ kind, draft }: MessageDraft, without: Without, elsewhere: Elsewhere) => {
    const { texts, notes } = run.helpDesk;
    const added = await (kind === "text" ? texts.add(ticketId, draft, without) : notes.add(ticketId, draft, without));
    return typeof added === "number" ? outcomeOf(ticketId, added) : elsewhere(added);
  };
  return writeInto(
    deps,
    run,
    { ...step, generation: before.generation },
    {
      intent: { ticketId, ...says(digest) },
      async find(intent) {
        // A note with the same words and time is ours. A message may be another app's record of the same.
        const like = message.kind === "note" || wasUnnamed(intent, options, "message") ? { text, at } : undefined;
        for (const candidate of new Set([before.ticketId, ticketId])) {
          const messageId = await run.helpDesk.notes.find(candidate, externalId, like);
          if (messageId !== null) return outcomeOf(candidate, messageId);
        }
        return null;
      },
      send: (elsewhere) => learning(deps, run, { stale }, () => send(message, options.without, elsewhere)),
      lesser: (elsewhere) =>
        lesserAttempts(deps, run, lesserMessages(message, options), {
          // A message that was written with less has an empty digest. A later step edits it to the planned message, as
          // far as Gorgias accepts it.
          intent: ({ without }) => ({
            ticketId,
            ...says(digest && ""),
            unnamed: without.message.has(EXTERNAL_ID),
          }),
          send: ({ draft, without }) => send(draft, without, elsewhere),
        }),
    },
  );
}
