/** The names of event types, and the words for the state of a delivery. */
import { useTranslation } from "react-i18next";
import type { DeliveryAnswer } from "../../../src/http/api/schemas.ts";

export const EVENT_TYPES = ["call.ticketed", "message.ticketed", "item.failed", "connection.status"] as const;

export interface EventLabels {
  type(type: DeliveryAnswer["type"]): string;
  /** What came of the last attempt: the status of the answer, or why there was none. */
  result(delivery: { lastStatus: number | null; lastProblem: DeliveryAnswer["lastProblem"] }): string;
}

export function useEventLabels(): EventLabels {
  const { t } = useTranslation();
  return {
    type: (type) => {
      const names = {
        "call.ticketed": t("webhooks.types.call"),
        "message.ticketed": t("webhooks.types.message"),
        "item.failed": t("webhooks.types.failed"),
        "connection.status": t("webhooks.types.status"),
        "endpoint.test": t("webhooks.types.test"),
      };
      return names[type];
    },
    result: ({ lastStatus, lastProblem }) => {
      if (lastProblem === null || lastProblem === "status") {
        return lastStatus === null ? "" : t("webhooks.answered", { status: lastStatus });
      }
      return t(`webhooks.problems.${lastProblem}`);
    },
  };
}
