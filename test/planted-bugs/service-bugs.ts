/** Bugs of `http/`, `sync/`, `connections/`, `run/` and `cli/`: loops, time, sessions, recovery. */
import type { BugGroup } from "./planted-bug.ts";

export const SERVICE_BUGS: readonly BugGroup[] = [];
