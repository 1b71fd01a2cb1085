/** Adds tags to a ticket. If Gorgias rejects some without naming them, adds them one by one (C12, C18). */
import type { TagRef, TicketState } from "../../domain/ports/help-desk.ts";
import { refusedWith } from "../../kit/request-error.ts";
import { knowTags } from "./help-desk-knowledge.ts";
import type { ForgetDeps } from "./forget.ts";
import type { Run } from "../run.ts";
import { PlanAnew } from "./leave-out.ts";
import { learning } from "./learn-rejection.ts";
import { writeInto, type IntoTicket } from "./write-once.ts";

/** The ticket's state if it has moved or is gone, else null. Adding tags twice does no harm. */
export async function addTags(
  deps: ForgetDeps,
  run: Run,
  { tags, ...into }: IntoTicket & { tags: readonly string[] },
): Promise<TicketState | null> {
  const { ticketId } = into;
  const known = await knowTags(deps, run, tags);
  return writeInto(deps, run, into, {
    intent: { ticketId, tags },
    async send(elsewhere) {
      const state = await putTags(deps, run, ticketId, known);
      return state === null ? { tagIds: known.map((tag) => tag.id) } : elsewhere(state);
    },
  });
}

/**
 * Returns the answer of the help desk. Rejects with PlanAnew if some tags are left out from now on. Adding the others
 * again does no harm.
 */
async function putTags(
  deps: ForgetDeps,
  run: Run,
  ticketId: number,
  tags: readonly TagRef[],
): Promise<TicketState | null> {
  try {
    return await put(deps, run, ticketId, tags);
  } catch (error) {
    const isOneOfMany = refusedWith(error, 400, 403, 409, 422) && tags.length > 1;
    if (!isOneOfMany) throw error;
    return putOneByOne(deps, run, ticketId, tags);
  }
}

function put(deps: ForgetDeps, run: Run, ticketId: number, tags: readonly TagRef[]): Promise<TicketState | null> {
  const names = tags.map(({ name }) => name);
  const [name] = names;
  const only = name !== undefined && names.length === 1 ? { only: { kind: "tag", name } as const } : {};
  return learning(deps, run, { tags: names, stale: "tags", ...only }, () =>
    run.helpDesk.tickets.addTags(ticketId, tags),
  );
}

async function putOneByOne(
  deps: ForgetDeps,
  run: Run,
  ticketId: number,
  tags: readonly TagRef[],
): Promise<TicketState | null> {
  let anew: PlanAnew | null = null;
  for (const tag of tags) {
    try {
      const state = await put(deps, run, ticketId, [tag]);
      if (state !== null) return state;
    } catch (error) {
      if (!(error instanceof PlanAnew)) throw error;
      anew = error;
    }
  }
  if (anew) throw anew;
  return null;
}
