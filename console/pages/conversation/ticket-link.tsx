/** A ticket number, linked when its URL is known. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { ExternalLink } from "../../parts/external-link.tsx";

export function TicketLink({ id, tickets }: { id: number; tickets: ActivityDetailAnswer["tickets"] }) {
  const { t } = useTranslation();
  const url = tickets.find((ticket) => ticket.id === id)?.url;
  return url ? <ExternalLink href={url}>{t("activity.ticket", { id })}</ExternalLink> : t("activity.ticket", { id });
}
