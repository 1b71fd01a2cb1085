/** Bugs of `aircall/`, `gorgias/` and `outbound/`: answers, limits, what is closed. */
import type { BugGroup } from "./planted-bug.ts";

export const VENDOR_BUGS: readonly BugGroup[] = [];
