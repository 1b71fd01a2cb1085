/** One call, conversation or insight card in a list: customer, time, result, ticket. */
import { Anchor, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";
import { useReason } from "../words/use-reason.ts";
import { KindIcon } from "./kind-icon.tsx";
import { ZonedTime } from "./zoned-time.tsx";
import { ExternalLink } from "./external-link.tsx";
import { ResultBadge } from "./result-badge.tsx";
import { useCustomerLabel, useMessageCount, useItemName, useItemKind } from "./use-item-labels.ts";

/** Renders again only for another item: lists can be long and refresh every few seconds. */
export const ActivityRow = memo(function ActivityRow({ item }: { item: ActivityItemAnswer }) {
  const { t } = useTranslation();
  const sayReason = useReason();
  const customer = useCustomerLabel()(item);
  const kind = useItemKind()(item);
  const name = useItemName()(item);
  const messageCount = useMessageCount()(item);
  return (
    <li className="row" data-id={item.id}>
      <div className="row-customer">
        <Anchor component={Link} to={`/activity/${encodeURIComponent(item.id)}`} fw={600} className="breakable">
          {name}
        </Anchor>
        <Text size="sm" c="dimmed" className="breakable">
          <KindIcon kind={item.kind} /> {kind}
          {customer.phone && ` · ${customer.phone}`}
          {messageCount && ` · ${messageCount}`}
        </Text>
      </div>
      <div className="row-time">
        <Text size="sm">
          <ZonedTime at={item.startedAt ?? item.updatedAt} zone={item.timeZone} />
        </Text>
        <Text size="sm" c="dimmed" className="breakable">
          {item.line ?? ""}
        </Text>
      </div>
      <div className="row-result">
        <ResultBadge result={item.result} kind={item.kind} />
        {item.ticketId !== null && (
          <Text size="sm" span>
            {item.ticketUrl ? (
              <ExternalLink href={item.ticketUrl}>{t("activity.ticket", { id: item.ticketId })}</ExternalLink>
            ) : (
              t("activity.ticket", { id: item.ticketId })
            )}
          </Text>
        )}
      </div>
      {item.reason && (
        <Text size="sm" c="dimmed" className="row-reason breakable">
          {sayReason(item.reason)}
        </Text>
      )}
    </li>
  );
});
