/** Runs one work item, and measures the run. The scheduler retries a run that rejects. */
import type { MediaKind } from "../domain/call/call.ts";
import type { CompletedWrite, ActivityRecord } from "../domain/ports/stores.ts";
import {
  callActivityId,
  conversationActivityId,
  activityIdOf,
  workOf,
  type RecordKind,
  type WorkInput,
  type WorkItem,
  lineFacts,
  activityFacts,
} from "../domain/activity/work-item.ts";
import { noMeter, type Meter } from "../kit/meter.ts";
import { inSpan } from "../kit/trace.ts";
import { pushCard, type CardDeps } from "./insight-card/push-card.ts";
import { transferMedia, type MediaCarrierDeps } from "./call/transfer-media.ts";
import { transferFiles, type FileCarrierDeps } from "./conversation/transfer-files.ts";
import { syncConversation, type SyncConversationDeps } from "./conversation/sync-conversation.ts";
import { syncCall, type SyncDeps } from "./call/sync-call.ts";

type RunDeps = SyncDeps &
  MediaCarrierDeps &
  FileCarrierDeps &
  SyncConversationDeps &
  CardDeps & {
    /** Maintains a connection. `removed` is true if Aircall reports that our app was removed. */
    maintain(connectionId: string, removed: boolean): Promise<void>;
    /** Ends the transfer that is leased, and marks `record`. */
    endTransfer(
      work: WorkToRun,
      record: WorkItem & { kind: RecordKind },
      completed: readonly CompletedWrite[],
    ): Promise<{ again: boolean }>;
    /** Attempts to deliver one event. */
    deliverEvent(work: WorkToRun): Promise<{ again: boolean } | undefined>;
    meter?: Meter;
  };

export type RunWorkDeps = Omit<RunDeps, "finishTransfer">;

export interface WorkToRun extends WorkItem {
  lease: string;
  input: WorkInput;
}

/** Metrics and traces have always used these names. */
const NAMES = {
  call: "call",
  conversation: "conversation",
  card: "card",
  recording: "media",
  message_file: "file",
  connection: "care",
  webhook: "webhook",
} as const;

/** Returns whether the item is due again at once, if the run completed it. Otherwise returns nothing. */
export function runWork(deps: RunWorkDeps, work: WorkToRun): Promise<{ again: boolean } | void> {
  const { meter = noMeter, clock } = deps;
  const kind = NAMES[work.kind];
  const facts =
    work.kind === "connection" || work.kind === "webhook"
      ? { "connection.id": work.connectionId }
      : activityFacts(work.connectionId, activityWorkedOn(work));
  const name = kind === "call" || kind === "conversation" ? `run of a ${kind}` : kind;
  return inSpan({ name, kind: "consumer", facts, parent: work.input.trace }, async (tell) => {
    const began = clock();
    const left: Left = { as: null, completed: null };
    let result = "threw";
    try {
      if (work.kind === "webhook") left.completed = (await deps.deliverEvent(work)) ?? null;
      else await perform(completing(deps, work, left), work);
      result = left.as ?? "finished";
      tell({ result });
    } finally {
      meter("job_duration_seconds", { kind, result }, (clock() - began) / 1000);
      const about = lineFacts(work.connectionId, work.kind === "connection" ? null : activityWorkedOn(work));
      deps.log.debug({ ...about, kind, result, ms: clock() - began }, "run");
    }
    if (work.kind === "card" && left.as) {
      const shown = left.as === "done" ? "shown" : "dropped";
      meter("cards_total", { result: shown }, 1);
      meter("card_delay_seconds", { result: shown }, (clock() - (work.input.heardAt ?? began)) / 1000);
    }
    return left.completed ?? undefined;
  });
}

interface Left {
  /** The state of the record that the run saved, null before that. */
  as: ActivityRecord["state"] | null;
  completed: { again: boolean } | null;
}

/** The statement that saves the item's own record at the end of the run also completes the item. */
function completing(deps: RunWorkDeps, work: WorkToRun, left: Left): RunDeps {
  const save: RunDeps["activities"]["save"] = async (connectionId, record, outcomes, now, options) => {
    const saved = await deps.activities.save(connectionId, record, outcomes, now, { ...options, lease: work.lease });
    left.as = record.state;
    left.completed = saved;
    return saved;
  };
  const finishTransfer: RunDeps["finishTransfer"] = async (connectionId, activityId, completed) => {
    left.completed = await deps.endTransfer(work, workOf(connectionId, activityId), completed);
  };
  return { ...deps, finishTransfer, activities: { ...deps.activities, save } };
}

async function perform(deps: RunDeps, work: WorkToRun): Promise<void> {
  const { connectionId, input, part } = work;
  const activityId = activityWorkedOn(work);
  switch (work.kind) {
    case "call":
      return syncCall(deps, connectionId, activityId);
    case "conversation":
      return syncConversation(deps, connectionId, activityId);
    case "card":
      return pushCard(deps, { connectionId, activityId, heardAt: input.heardAt ?? 0 });
    case "recording":
      return transferMedia(deps, { connectionId, activityId, media: part as MediaKind });
    case "message_file":
      return transferFiles(deps, { connectionId, activityId, messageId: part });
    case "connection":
      return deps.maintain(connectionId, input.removed ?? false);
    case "webhook":
      return undefined;
  }
}

/** The call or conversation of the work item. */
function activityWorkedOn({ kind, ref }: WorkItem): string {
  if (kind === "message_file") return conversationActivityId(ref);
  return kind === "conversation" ? activityIdOf({ kind, ref }) : callActivityId(ref);
}
