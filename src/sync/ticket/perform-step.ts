/** Performs one step in an existing ticket of a call or conversation. */
import type { TicketState } from "../../domain/ports/help-desk.ts";
import type { Step } from "../../domain/ticket/next-step.ts";
import type { PlannedMessage } from "../../domain/ticket/plan.ts";
import type { ForgetDeps } from "./forget.ts";
import type { Run } from "../run.ts";
import { addMessage } from "./add-message.ts";
import { addTags } from "./add-tags.ts";
import { changeTicket, correctTicket } from "./change-ticket.ts";
import type { StepOf, TicketWork } from "./ticket-work.ts";
import { writeInto } from "./write-once.ts";

/** True if the step is completed. False if the ticket has moved or is gone, which changes the next step. */
export async function performStep<M extends PlannedMessage>(
  deps: ForgetDeps,
  run: Run,
  work: TicketWork<M>,
  step: Exclude<Step<M>, { do: "open ticket" }>,
): Promise<boolean> {
  switch (step.do) {
    case "change ticket": {
      const { open, assigneeId } = step;
      const change = { ...(open ? { open } : {}), ...(assigneeId === undefined ? {} : { assigneeId }) };
      const how = { change, stale: work.stale, looksFirst: true };
      const { seen, requests } = await changeTicket(deps, run, step, how);
      return seen ? work.seen(step, seen, requests) : true;
    }
    case "correct ticket":
      return correctTicket(deps, run, step, (state) => work.seen(step, state, 0));
    case "add message":
    case "edit message":
    case "remove message":
    case "add tags": {
      if (!(await work.mayWriteTo(step))) return false;
      const elsewhere = await write(deps, run, work, step);
      return elsewhere ? work.seen(step, elsewhere, 1) : true;
    }
    default:
      return step satisfies never;
  }
}

/**
 * The ticket's state if it went away between the look and the write, else null. Editing or removing twice does no harm.
 */
async function write<M extends PlannedMessage>(
  deps: ForgetDeps,
  run: Run,
  work: TicketWork<M>,
  step: StepOf<M, "add message" | "edit message" | "remove message" | "add tags">,
): Promise<TicketState | null> {
  const { notes } = run.helpDesk;
  const { ticketId } = step;
  switch (step.do) {
    case "add tags":
      return addTags(deps, run, step);
    case "add message":
      return addMessage(deps, run, work, step);
    case "edit message": {
      const { messageId } = step;
      const { draft } = await work.draft(step.message, step.generation);
      return writeInto(deps, run, step, {
        intent: { digest: work.digestOf(step.message) },
        async send(elsewhere) {
          const state = await notes.edit(ticketId, messageId, draft);
          if (state?.kind === "without files") return { messageId, withoutFiles: draft.files.length > 0 };
          return state === null ? { messageId } : elsewhere(state);
        },
      });
    }
    case "remove message": {
      const { messageId } = step;
      return writeInto<{ messageId: number; kept?: true }>(deps, run, step, {
        intent: { messageId },
        async send(elsewhere) {
          const state = await notes.remove(ticketId, messageId);
          if (state?.kind === "kept") return { messageId, kept: true };
          return state === null ? { messageId } : elsewhere(state);
        },
      });
    }
    default:
      return step satisfies never;
  }
}
