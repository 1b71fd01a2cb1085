/** All that is asked of a database, whichever it is. */
import { activityContract } from "./activity-contract.ts";
import { auditContract } from "./audit-contract.ts";
import type { UsedBackend } from "./backend.ts";
import { rateLimitContract } from "./rate-limit-contract.ts";
import { careContract } from "./care-contract.ts";
import { callbacksContract } from "./callbacks-contract.ts";
import { subjectsContract } from "./subjects-contract.ts";
import { connectionsContract } from "./connections-contract.ts";
import { conversationsContract } from "./conversations-contract.ts";
import { deskMemoryContract } from "./desk-memory-contract.ts";
import { dueWorkContract } from "./due-work-contract.ts";
import { hostileTextContract } from "./hostile-text-contract.ts";
import { inboxContract } from "./inbox-contract.ts";
import { installsContract } from "./installs-contract.ts";
import { jobQueueContract } from "./job-queue-contract.ts";
import { migrateContract } from "./migrate-contract.ts";
import { phoneIndexContract } from "./phone-index-contract.ts";
import { threadsContract } from "./threads-contract.ts";
import { tokensContract } from "./tokens-contract.ts";
import { writesContract } from "./writes-contract.ts";
import { wrongClockContract } from "./wrong-clock-contract.ts";

export function storesContract(backend: UsedBackend): void {
  inboxContract(backend);
  jobQueueContract(backend);
  subjectsContract(backend);
  callbacksContract(backend);
  careContract(backend);
  dueWorkContract(backend);
  writesContract(backend);
  phoneIndexContract(backend);
  threadsContract(backend);
  conversationsContract(backend);
  deskMemoryContract(backend);
  rateLimitContract(backend);
  connectionsContract(backend);
  tokensContract(backend);
  installsContract(backend);
  activityContract(backend);
  hostileTextContract(backend);
  auditContract(backend);
  migrateContract(backend);
  wrongClockContract(backend);
}
