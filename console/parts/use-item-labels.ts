/** How a call or conversation is called: the customer's name, else the number, else that neither is known. */
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";
import { useFormats } from "../words/use-formats.ts";

export interface CustomerLabel {
  name: string;
  /** Null where it is the name already, or there is none. */
  number: string | null;
}

export function useCustomerLabel(): (item: ActivityItemAnswer) => CustomerLabel {
  const { t } = useTranslation();
  return ({ kind, customerName, caller }) => {
    const number = caller === "anonymous" ? null : caller;
    if (customerName) return { name: customerName, number };
    if (number) return { name: number, number: null };
    if (kind === "conversation") return { name: t("caller.unknownSender"), number: null };
    return { name: caller === "anonymous" ? t("caller.anonymous") : t("caller.unknown"), number: null };
  };
}

/** "Inbound call", of a conversation its latest text: "Text received"… */
export function useItemKind(): (item: ActivityItemAnswer) => string {
  const { t } = useTranslation();
  return ({ kind, direction }) => {
    if (kind === "call" && direction) return t(`titled.${direction}`);
    if (kind === "conversation" && direction) return t(`titled.text.${direction}`);
    return t(`titled.${kind}`);
  };
}

/** What stands for an entry in a list: whom it was with. */
export function useItemName(): (item: ActivityItemAnswer) => string {
  const { t } = useTranslation();
  const callerOf = useCustomerLabel();
  return (item) => {
    const { name } = callerOf(item);
    if (item.kind !== "conversation") return name;
    return item.id.startsWith("text:group-") ? t("titled.groupWith", { name }) : t("titled.with", { name });
  };
}

/** As many texts as the service keeps of a conversation; there may have been more. */
const MOST_KEPT = 100;

/** "5 texts"; null of what is no conversation. */
export function useMessageCount(): (item: ActivityItemAnswer) => string | null {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ texts }) => {
    if (texts === null) return null;
    const number = formats.number(texts);
    return texts >= MOST_KEPT ? t("activity.manyTexts", { number }) : t("activity.texts", { count: texts, number });
  };
}
