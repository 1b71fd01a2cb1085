/** The summary of a conversation. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { Facts } from "../../parts/facts.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { ExternalLink } from "../../parts/external-link.tsx";
import { ResultBadge } from "../../parts/result-badge.tsx";
import { useCustomerLabel, useMessageCount } from "../../parts/use-item-labels.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useReason } from "../../words/use-reason.ts";

export function ConversationSummary({ conversation }: { conversation: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useReason();
  const customer = useCustomerLabel()(conversation);
  const messageCount = useMessageCount()(conversation);
  const { reason, line, startedAt, updatedAt, wakeAt } = conversation;
  return (
    <Facts
      facts={[
        { name: t("call.result"), value: <ResultBadge result={conversation.result} /> },
        { name: t("call.why"), value: reason && sayReason(reason) },
        { name: t("call.customer"), value: customer.phone ? `${customer.name} · ${customer.phone}` : customer.name },
        { name: t("conversation.messages"), value: messageCount },
        { name: t("conversation.number"), value: line },
        { name: t("conversation.latest"), value: startedAt && <ZonedTime at={startedAt} zone={null} /> },
        { name: t("call.updated"), value: <ZonedTime at={updatedAt} zone={null} /> },
        { name: t("call.nextRetry"), value: wakeAt && <ZonedTime at={wakeAt} zone={null} /> },
        { name: t("call.ticket"), value: <Ticket conversation={conversation} /> },
        { name: t("call.apiCallsUsed"), value: formats.number(conversation.requests) },
      ]}
    />
  );
}

function Ticket({ conversation: { ticketId, ticketUrl } }: { conversation: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  if (ticketId === null) return t("call.noTicket");
  if (ticketUrl === null) return t("activity.ticket", { id: ticketId });
  return <ExternalLink href={ticketUrl}>{t("call.openTicket", { id: ticketId })}</ExternalLink>;
}
