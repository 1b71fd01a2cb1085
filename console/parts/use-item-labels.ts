/** Labels of an activity item: its customer, its kind, its name in a list, its number of messages. */
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";
import { useFormats } from "../words/use-formats.ts";

export interface CustomerLabel {
  name: string;
  /** Null when it is the name already, or unknown. */
  phone: string | null;
}

/** The customer's name, else the phone number, else that the caller is unknown. */
export function useCustomerLabel(): (item: ActivityItemAnswer) => CustomerLabel {
  const { t } = useTranslation();
  return ({ kind, customerName, caller, phone }) => {
    if (customerName) return { name: customerName, phone };
    if (phone) return { name: phone, phone: null };
    if (kind === "conversation") return { name: t("customer.unknownSender"), phone: null };
    return { name: caller === "anonymous" ? t("customer.anonymous") : t("customer.unknown"), phone: null };
  };
}

/** `Inbound call`. Of a conversation its last message: `Last message received`. */
export function useItemKind(): (item: ActivityItemAnswer) => string {
  const { t } = useTranslation();
  return ({ kind, direction }) => {
    if (kind === "call" && direction) return t(`itemKind.${direction}`);
    if (kind === "conversation" && direction) return t(`itemKind.message.${direction}`);
    return t(`itemKind.${kind}`);
  };
}

/** The name of an item in a list: its customer. */
export function useItemName(): (item: ActivityItemAnswer) => string {
  const { t } = useTranslation();
  const labelOf = useCustomerLabel();
  return (item) => {
    const { name } = labelOf(item);
    if (item.kind !== "conversation") return name;
    return item.id.startsWith("text:group-") ? t("itemKind.groupWith", { name }) : t("itemKind.with", { name });
  };
}

/** The service keeps this many messages of a conversation. There may have been more. */
const MOST_KEPT = 100;

/** `5 messages`. Null for other kinds than conversations. */
export function useMessageCount(): (item: ActivityItemAnswer) => string | null {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ texts }) => {
    if (texts === null) return null;
    const number = formats.number(texts);
    return texts >= MOST_KEPT
      ? t("activity.manyMessages", { number })
      : t("activity.messages", { count: texts, number });
  };
}
