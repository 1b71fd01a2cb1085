/** How a call is called: the customer's name, else the number, else that neither is known. */
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

export interface CallerWords {
  name: string;
  /** Null where it is the name already, or there is none. */
  number: string | null;
}

export function useCaller(): (item: ActivityItemAnswer) => CallerWords {
  const { t } = useTranslation();
  return ({ customerName, caller }) => {
    const number = caller === "anonymous" ? null : caller;
    if (customerName) return { name: customerName, number };
    return { name: number ?? (caller === "anonymous" ? t("caller.anonymous") : t("caller.unknown")), number: null };
  };
}

/** "Inbound call", "Text conversation"… */
export function useTitled(): (item: ActivityItemAnswer) => string {
  const { t } = useTranslation();
  return ({ kind, direction }) => (kind === "call" && direction ? t(`titled.${direction}`) : t(`titled.${kind}`));
}
