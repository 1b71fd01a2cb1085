/** The summary of a call. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { Facts } from "../../parts/facts.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { ExternalLink } from "../../parts/external-link.tsx";
import { ResultBadge } from "../../parts/result-badge.tsx";
import { useCustomerLabel } from "../../parts/use-item-labels.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useReason } from "../../words/use-reason.ts";

export function CallSummary({ call }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useReason();
  const customer = useCustomerLabel()(call);
  const { startedAt, updatedAt, wakeAt, timeZone } = call;
  return (
    <Facts
      facts={[
        { name: t("call.result"), value: <ResultBadge result={call.result} /> },
        { name: t("call.why"), value: call.reason && sayReason(call.reason) },
        { name: t("call.customer"), value: customer.phone ? `${customer.name} · ${customer.phone}` : customer.name },
        { name: t("call.number"), value: call.line },
        { name: t("call.started"), value: startedAt && <ZonedTime at={startedAt} zone={timeZone} /> },
        { name: t("call.updated"), value: <ZonedTime at={updatedAt} zone={timeZone} /> },
        { name: t("call.nextRetry"), value: wakeAt && <ZonedTime at={wakeAt} zone={timeZone} /> },
        { name: t("call.ticket"), value: <Ticket call={call} /> },
        { name: t("call.apiCallsUsed"), value: formats.number(call.requests) },
      ]}
    />
  );
}

function Ticket({ call: { ticketId, ticketUrl } }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  if (ticketId === null) return t("call.noTicket");
  if (ticketUrl === null) return t("activity.ticket", { id: ticketId });
  return <ExternalLink href={ticketUrl}>{t("call.openTicket", { id: ticketId })}</ExternalLink>;
}
