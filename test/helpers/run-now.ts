/** Runs one work item past the scheduler, which has tests of its own. */
import { workOf, type WorkItem } from "../../src/domain/activity/work-item.ts";
import type { Services } from "../../src/services.ts";

/** The call or conversation with this id. `more` names another item of it. */
export async function runNow(
  { run }: Pick<Services, "run">,
  connectionId: string,
  activityId: string,
  more: Partial<WorkItem> = {},
): Promise<void> {
  await run({ ...workOf(connectionId, activityId), ...more, lease: "no lease", attempts: 0, input: {} });
}
