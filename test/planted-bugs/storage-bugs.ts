/** Bugs of `storage/`: statements, tenancy, leases, retention. */
import { bug, type BugGroup } from "./planted-bug.ts";

export const STORAGE_BUGS: readonly BugGroup[] = [
  {
    kind: "what every statement may see",
    tests: ["test/contracts/stores-on-pglite.test.ts"],
    bugs: [bug("storage/work/lease.ts", "or leased_until < now() or", "or")],
  },
];
