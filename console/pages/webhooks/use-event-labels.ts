/** The names of event types, and the words for the state of a delivery. */
import { useTranslation } from "react-i18next";
import type { DeliveryAnswer } from "../../../src/http/api/schemas.ts";

/** The types that an endpoint may choose, each with the last part of its words. The test delivery is chosen by no one. */
const WORDS = {
  "call.ticketed": "call",
  "message.ticketed": "message",
  "item.failed": "failed",
  "connection.status": "status",
  "endpoint.test": "test",
} as const satisfies Record<DeliveryAnswer["type"], string>;

type ChosenType = Exclude<DeliveryAnswer["type"], "endpoint.test">;

export const EVENT_TYPES = Object.keys(WORDS).filter((type): type is ChosenType => type !== "endpoint.test");

export interface EventLabels {
  type(type: DeliveryAnswer["type"]): string;
  /** What came of the last attempt: the status of the answer, or why there was none. */
  result(delivery: { lastStatus: number | null; lastProblem: DeliveryAnswer["lastProblem"] }): string;
}

export function useEventLabels(): EventLabels {
  const { t } = useTranslation();
  return {
    type: (type) => t(`webhooks.types.${WORDS[type]}`),
    result: ({ lastStatus, lastProblem }) => {
      if (lastProblem === null || lastProblem === "status") {
        return lastStatus === null ? "" : t("webhooks.answered", { status: lastStatus });
      }
      return t(`webhooks.problems.${lastProblem}`);
    },
  };
}
