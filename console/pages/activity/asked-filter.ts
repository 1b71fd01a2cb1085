/** The filter of a list as the API takes it. */
import type { ActivityItemAnswer } from "../../../src/http/api/schemas.ts";

/** An empty text is no filter. */
export interface ActivityFilter {
  query: string;
  kind: ActivityItemAnswer["kind"] | "";
  result: ActivityItemAnswer["result"] | "";
  /** One or more outcomes with commas between them. */
  outcome: string;
  line: string;
  agent: string;
  /** ISO 8601. */
  from: string;
  to: string;
}
