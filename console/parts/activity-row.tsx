/** One call or conversation in a list: what became of it, its customer, number, agent, duration, ticket and result. */
import { Anchor, Text } from "@mantine/core";
import { IconId } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";
import { useFormats } from "../words/use-formats.ts";
import { useReason } from "../words/use-reason.ts";
import { ExternalLink } from "./external-link.tsx";
import { Outcome } from "./outcome.tsx";
import { RelativeTime } from "./relative-time.tsx";
import { ResultMark } from "./result-mark.tsx";
import { useCustomerLabel, useItemName, useMessageCount } from "./use-item-labels.ts";

/** Renders again only for another item: lists can be long and refresh every few seconds. */
export const ActivityRow = memo(function ActivityRow({ item }: { item: ActivityItemAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useReason();
  const customer = useCustomerLabel()(item);
  const name = useItemName()(item);
  const messageCount = useMessageCount()(item);
  const { ticketId, ticketUrl, agent, duration, card, reason } = item;
  const agentName = agent && (agent.name ?? t("activity.agentId", { id: agent.id }));
  return (
    <li className="row activity-row" data-id={item.id}>
      <div className="cell-outcome">
        <Outcome item={item} />
      </div>
      <div className="cell-customer breakable">
        <Anchor component={Link} to={`/activity/${encodeURIComponent(item.id)}`} fw={600}>
          {name}
        </Anchor>
        {(customer.phone ?? messageCount) && (
          <Text size="sm" c="dimmed" span>
            {[customer.phone, messageCount].filter(Boolean).join(" · ")}
          </Text>
        )}
      </div>
      <div className="cell-line breakable">{item.line}</div>
      <div className="cell-agent breakable">{agentName}</div>
      <div className="cell-duration">{duration === null ? "" : formats.seconds(duration)}</div>
      <div className="cell-ticket">
        {ticketId !== null && (ticketUrl ? <ExternalLink href={ticketUrl}>#{ticketId}</ExternalLink> : `#${ticketId}`)}
        {card && (
          <span
            className="card-chip"
            data-result={card.result}
            title={card.reason ? sayReason(card.reason) : t(`card.result.${card.result}`)}
          >
            <IconId size={16} stroke={1.7} aria-hidden />
            <span className="visually-hidden">
              {t("kind.card")} {t(`card.result.${card.result}`)}
            </span>
          </span>
        )}
      </div>
      <div className="cell-time">
        <RelativeTime at={item.startedAt ?? item.updatedAt} />
      </div>
      <div className="cell-result breakable">
        <ResultMark result={item.result} kind={item.kind} />
      </div>
      {reason && <div className="cell-reason breakable">{sayReason(reason)}</div>}
    </li>
  );
});
