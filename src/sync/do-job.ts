/** Does one job of the queue, and measures it. What it throws is tried again by the queue. */
import type { Job, SubjectRecord } from "../domain/ports/stores.ts";
import { kindOf } from "../domain/subject.ts";
import { noMeter, type Meter } from "../kit/meter.ts";
import { inSpan } from "../kit/trace.ts";
import { pushCard, type CardDeps } from "./card/push-card.ts";
import { carryMedia, type MediaCarrierDeps } from "./carry-media.ts";
import { carryFiles, type FileCarrierDeps } from "./conversation/carry-files.ts";
import { syncConversation, type SyncConversationDeps } from "./conversation/sync-conversation.ts";
import { subjectFacts } from "./subject-facts.ts";
import { syncCall, type SyncDeps } from "./sync-call.ts";

export type JobDeps = SyncDeps &
  MediaCarrierDeps &
  FileCarrierDeps &
  SyncConversationDeps &
  CardDeps & {
    /** Looks after a connection; `removed`: Aircall says that our app was taken off. */
    careFor(connectionId: string, removed: boolean): Promise<void>;
    meter?: Meter;
  };

export function doJob(deps: JobDeps, job: Job): Promise<void> {
  const { meter = noMeter, clock } = deps;
  const kind = job.queue === "turn" ? kindOf(job.subject) : job.queue;
  const facts =
    job.queue === "care" ? { "connection.id": job.connectionId } : subjectFacts(job.connectionId, job.subject);
  const name = job.queue === "turn" ? `turn on a ${kind}` : kind;
  return inSpan({ name, kind: "consumer", facts, parent: job.trace }, async (tell) => {
    const began = clock();
    const left: { as: SubjectRecord["state"] | null } = { as: null };
    let result = "threw";
    try {
      await perform(watching(deps, left), job);
      result = left.as ?? "finished";
      tell({ result });
    } finally {
      meter("job_duration_seconds", { kind, result }, (clock() - began) / 1000);
    }
    if (job.queue === "card" && left.as) {
      const shown = left.as === "done" ? "shown" : "dropped";
      meter("cards_total", { result: shown }, 1);
      meter("card_delay_seconds", { result: shown }, (clock() - job.heardAt) / 1000);
    }
  });
}

/** How a job leaves what it is about is what it saves last. */
function watching(deps: JobDeps, left: { as: SubjectRecord["state"] | null }): JobDeps {
  const save: JobDeps["subjects"]["save"] = (connectionId, record, ...more) => {
    left.as = record.state;
    return deps.subjects.save(connectionId, record, ...more);
  };
  return { ...deps, subjects: { ...deps.subjects, save } };
}

async function perform(deps: JobDeps, job: Job): Promise<void> {
  switch (job.queue) {
    case "turn":
      return takeTurn(deps, job);
    case "card":
      return pushCard(deps, job);
    case "media":
      return carryMedia(deps, job);
    case "file":
      return carryFiles(deps, job);
    case "care":
      return deps.careFor(job.connectionId, job.removed);
  }
}

async function takeTurn(
  deps: JobDeps,
  { connectionId, subject }: { connectionId: string; subject: string },
): Promise<void> {
  switch (kindOf(subject)) {
    case "call":
      return syncCall(deps, connectionId, subject);
    case "conversation":
      return syncConversation(deps, connectionId, subject);
    case "card":
      // Shown when the call began, or never (I2).
      return;
  }
}
