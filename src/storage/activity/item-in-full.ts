/** Reads one call, conversation or insight card in full. */
import { z } from "zod";
import { leftOutOf } from "../../domain/ticket/left-out.ts";
import { storedMediaOutcomeSchema } from "../../domain/ticket/media.ts";
import type { ItemInFull } from "../../domain/ports/admin.ts";
import { showPlan } from "../../domain/activity/show-plan.ts";
import { showMatch, showWrite, type StoredWrite } from "../../domain/activity/show-write.ts";
import { callActivityId, kindOf, columnsOf } from "../../domain/activity/work-item.ts";
import { withOutcome, type WithOutcome } from "./coded-columns.ts";
import type { Database } from "../db/database.ts";
import { COLUMNS, listedOf, WITH_CARD, type ListedRow } from "./listed-item.ts";
import { dueAt } from "./activity-id.ts";

/**
 * The most deliveries and the most writes that one item shows, newest first. An unknown sender could repeat an event in
 * ever new bytes.
 */
const MOST_SHOWN = 1_000;

type Row = ListedRow & {
  match: unknown;
  plan: unknown;
  wakeAt: Date | null;
  answeredAt: Date | null;
  missedReason: string | null;
  callbackDoneBy: string | null;
  deskUsers: unknown;
};

type WriteRow = StoredWrite & { key: string; at: Date; endedAt: Date | null };

export async function readItem(
  database: Database,
  connectionId: string,
  activityId: string,
): Promise<ItemInFull | null> {
  const { kind, ref } = columnsOf(activityId);
  const values = [connectionId, kind, ref];
  const [found] = await database.query<Row>(
    `select ${COLUMNS}, k.match, k.plan, k.answered_at as "answeredAt", k.missed_reason as "missedReason",
       k.callback_done_by as "callbackDoneBy", ${dueAt("k")} as "wakeAt",
       (select users from help_desk_users u where u.connection_id = k.connection_id) as "deskUsers"
     from activity k ${WITH_CARD}
     where k.connection_id = $1 and k.kind = $2 and k.ref = $3`,
    values,
  );
  if (!found) return null;
  const { match, plan, wakeAt, answeredAt, missedReason, callbackDoneBy, deskUsers, ...row } = found;
  const received = await database.query<WithOutcome<ItemInFull["received"][number]>>(
    `select id, event, received_at as "receivedAt", outcome, outcome_detail as "outcomeDetail" from
       (select id, event, received_at, outcome, outcome_detail from deliveries
        where connection_id = $1 and kind = $2 and ref = $3 order by id desc limit ${MOST_SHOWN}) latest order by id`,
    values,
  );
  const writes = await database.query<WriteRow>(
    `select generation, key, write_kind as kind, write_ref as ref, write_part as part, attempt, state, intent, outcome, requests, at,
       "endedAt" from
       (select key, generation, write_kind, write_ref, write_part, attempt, state, intent, outcome, requests, intended_at as at,
          completed_at as "endedAt" from writes
        where connection_id = $1 and kind = $2 and ref = $3
        order by intended_at desc, generation desc, key desc limit ${MOST_SHOWN}) latest
     order by at, generation, key`,
    values,
  );
  const shown = showPlan(kindOf(activityId), plan);
  return {
    ...listedOf(row),
    match: showMatch(match),
    plan: shown,
    wakeAt,
    received: received.map(withOutcome),
    writes: writes.map(({ at, endedAt, key, ...write }) => ({ ...showWrite(write), key, at, endedAt })),
    leftOut: leftOutOf(writes),
    callId: kind === "conversation" ? null : ref,
    answeredAt,
    missedReason,
    callbackDoneBy: callbackDoneBy === null ? null : callActivityId(callbackDoneBy),
    users: namesOf(deskUsers, shown?.kind === "ticket" ? [shown.assigneeId] : []),
    recordings: kind === "call" ? recordingsIn(writes) : [],
  };
}

const namedUsersSchema = z.array(z.object({ id: z.number(), name: z.string().nullable() })).catch([]);

/** The stored users with these ids, as far as they have names. */
function namesOf(users: unknown, ids: readonly (number | null)[]): { id: number; name: string }[] {
  return namedUsersSchema
    .parse(users ?? [])
    .flatMap(({ id, name }) => (ids.includes(id) && name !== null ? { id, name } : []));
}

function recordingsIn(writes: readonly WriteRow[]): ItemInFull["recordings"] {
  return writes.flatMap(({ kind, ref, outcome }) => {
    const media = kind === "upload" ? storedMediaOutcomeSchema.safeParse(outcome).data : undefined;
    if (media?.kind !== "attached") return [];
    const { name, url, contentType } = media.file;
    return { kind: ref === "voicemail" ? ("voicemail" as const) : ("recording" as const), name, url, contentType };
  });
}
