/** Types of a conversation as the API answers it. */
import type { ActivityDetailAnswer, PlanAnswer } from "../../../src/http/api/schemas.ts";

export type ShownText = Extract<PlanAnswer, { kind: "conversation" }>["texts"][number];
export type ShownWrite = ActivityDetailAnswer["writes"][number];
