/** Puts back to work what nothing else would: what is due, what was put aside, and deliveries that no turn has looked at. */
import type { Lane } from "../domain/ports/help-desk.ts";
import type { Due, Jobs, SubjectStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface SweepDeps {
  subjects: Pick<SubjectStore, "takeDue" | "holding" | "takeHeld">;
  inbox: { requeueUnread(before: number, limit: number): Promise<number> };
  /** Connections whose time to be looked after has come; and stops those that are refused for too long (L5). */
  caring: { takeDue(limit: number): Promise<string[]>; stopRefused(): Promise<void> };
  /** How many requests of a connection could go now in this lane. */
  room(connectionId: string, lane: Lane, now: number): number;
  jobs: Jobs;
  clock: Clock;
}

/** Long enough for a delivery's own job to have started. */
const UNREAD_AFTER_MS = 3_000;
const MOST_AT_ONCE = 500;

/** How many calls and conversations were put back to work. */
export async function sweep({ subjects, inbox, caring, room, jobs, clock }: SweepDeps): Promise<number> {
  await caring.stopRefused();
  const cared = await caring.takeDue(MOST_AT_ONCE);
  await jobs.add(cared.map((connectionId) => ({ queue: "care", connectionId, subject: "connection", removed: false })));
  const now = clock();
  const due = await subjects.takeDue(now, MOST_AT_ONCE);
  const held: Due[] = [];
  for (const { connectionId, lane } of await subjects.holding(now, MOST_AT_ONCE)) {
    held.push(...(await takeUp(subjects, connectionId, room(connectionId, lane, now), now)));
  }
  await jobs.add([
    ...due.map((work) => ({ queue: "turn" as const, ...work })),
    ...held.map((work) => ({ queue: "turn" as const, ...work, putAside: true })),
  ]);
  return due.length + held.length + (await inbox.requeueUnread(now - UNREAD_AFTER_MS, MOST_AT_ONCE));
}

/** No more than there is room for: the rest would only ask and be told to wait again. */
async function takeUp(
  subjects: SweepDeps["subjects"],
  connectionId: string,
  free: number,
  now: number,
): Promise<Due[]> {
  return free > 0 ? subjects.takeHeld(connectionId, now, free) : [];
}
