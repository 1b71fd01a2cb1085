/** Why a conversation continued in another ticket. Shows an unknown reason as it is. */
import { useTranslation } from "react-i18next";

const KNOWN = new Map([
  ["spam", "spam"],
  ["trashed", "trashed"],
  ["deleted", "deleted"],
  ["closed too long", "closedTooLong"],
] as const);

export function useTicketLeft(): (ticketId: number | null, why: string | null) => string {
  const { t } = useTranslation();
  return (ticketId, why) => {
    const key = [...KNOWN].find(([reason]) => reason === why)?.[1];
    const id = ticketId ?? "";
    return key ? t(`left.${key}`, { id }) : t("left.other", { id, why: why ?? "" });
  };
}
