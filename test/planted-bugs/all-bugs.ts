/** Every planted bug outside the domain, by the room that it is planted in. */
import type { BugGroup } from "./planted-bug.ts";
import { HTTP_BUGS } from "./http-bugs.ts";
import { SERVICE_BUGS } from "./service-bugs.ts";
import { STORAGE_BUGS } from "./storage-bugs.ts";
import { SYNC_BUGS } from "./sync-bugs.ts";
import { VENDOR_BUGS } from "./vendor-bugs.ts";

export const ALL_BUGS: Record<string, readonly BugGroup[]> = {
  storage: STORAGE_BUGS,
  vendors: VENDOR_BUGS,
  service: SERVICE_BUGS,
  sync: SYNC_BUGS,
  http: HTTP_BUGS,
};
