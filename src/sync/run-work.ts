/** Runs one work item, and measures the run. The scheduler retries a run that rejects. */
import type { MediaKind } from "../domain/call.ts";
import type { SettledWrite, SubjectRecord } from "../domain/ports/stores.ts";
import { callSubject, textSubject } from "../domain/subject.ts";
import { subjectOf, workOf, type RecordKind, type WorkInput, type WorkItem } from "../domain/work-item.ts";
import { noMeter, type Meter } from "../kit/meter.ts";
import { inSpan } from "../kit/trace.ts";
import { pushCard, type CardDeps } from "./card/push-card.ts";
import { carryMedia, type MediaCarrierDeps } from "./carry-media.ts";
import { carryFiles, type FileCarrierDeps } from "./conversation/carry-files.ts";
import { syncConversation, type SyncConversationDeps } from "./conversation/sync-conversation.ts";
import { subjectFacts } from "./subject-facts.ts";
import { syncCall, type SyncDeps } from "./sync-call.ts";

type RunDeps = SyncDeps &
  MediaCarrierDeps &
  FileCarrierDeps &
  SyncConversationDeps &
  CardDeps & {
    /** Maintains a connection. `removed` is true if Aircall reports that our app was removed. */
    careFor(connectionId: string, removed: boolean): Promise<void>;
    /** Ends the transfer that is leased, and marks `record`. */
    endTransfer(
      work: WorkToRun,
      record: WorkItem & { kind: RecordKind },
      settled: readonly SettledWrite[],
    ): Promise<{ again: boolean }>;
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
} as const;

/** Returns whether the item is due again at once, if the run completed it. Otherwise returns nothing. */
export function runWork(deps: RunWorkDeps, work: WorkToRun): Promise<{ again: boolean } | void> {
  const { meter = noMeter, clock } = deps;
  const kind = NAMES[work.kind];
  const facts =
    work.kind === "connection"
      ? { "connection.id": work.connectionId }
      : subjectFacts(work.connectionId, subjectWorkedOn(work));
  const name = kind === "call" || kind === "conversation" ? `turn on a ${kind}` : kind;
  return inSpan({ name, kind: "consumer", facts, parent: work.input.trace }, async (tell) => {
    const began = clock();
    const left: Left = { as: null, completed: null };
    let result = "threw";
    try {
      await perform(completing(deps, work, left), work);
      result = left.as ?? "finished";
      tell({ result });
    } finally {
      meter("job_duration_seconds", { kind, result }, (clock() - began) / 1000);
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
  as: SubjectRecord["state"] | null;
  completed: { again: boolean } | null;
}

/** The statement that saves the item's own record at the end of the run also completes the item. */
function completing(deps: RunWorkDeps, work: WorkToRun, left: Left): RunDeps {
  const save: RunDeps["subjects"]["save"] = async (connectionId, record, outcomes, now, options) => {
    const saved = await deps.subjects.save(connectionId, record, outcomes, now, { ...options, lease: work.lease });
    left.as = record.state;
    left.completed = saved;
    return saved;
  };
  const finishTransfer: RunDeps["finishTransfer"] = async (connectionId, subject, settled) => {
    left.completed = await deps.endTransfer(work, workOf(connectionId, subject), settled);
  };
  return { ...deps, finishTransfer, subjects: { ...deps.subjects, save } };
}

async function perform(deps: RunDeps, work: WorkToRun): Promise<void> {
  const { connectionId, input, part } = work;
  const subject = subjectWorkedOn(work);
  switch (work.kind) {
    case "call":
      return syncCall(deps, connectionId, subject);
    case "conversation":
      return syncConversation(deps, connectionId, subject);
    case "card":
      return pushCard(deps, { connectionId, subject, heardAt: input.heardAt ?? 0 });
    case "recording":
      return carryMedia(deps, { connectionId, subject, media: part as MediaKind });
    case "message_file":
      return carryFiles(deps, { connectionId, subject, messageId: part });
    case "connection":
      return deps.careFor(connectionId, input.removed ?? false);
  }
}

/** The call or conversation of the work item. */
function subjectWorkedOn({ kind, ref }: WorkItem): string {
  if (kind === "message_file") return textSubject(ref);
  return kind === "conversation" ? subjectOf({ kind, ref }) : callSubject(ref);
}
