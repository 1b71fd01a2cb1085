/** Why a conversation continued in another ticket. */
import { useTranslation } from "react-i18next";
import type { ShownWrite } from "./shown-text.ts";

export function useTicketLeft(): (ticketId: number | null, why: ShownWrite["left"]) => string {
  const { t } = useTranslation();
  return (ticketId, why) => t(`left.${why ?? "other"}`, { id: ticketId ?? "" });
}
