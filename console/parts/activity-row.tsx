/** One call, conversation or card in a list: who, when, how it ended, its ticket. */
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

/** Drawn again only when its item is another one: lists can be long, and are read again every few seconds. */
export const ActivityRow = memo(function ActivityRow({ item }: { item: ActivityItemAnswer }) {
  const { t } = useTranslation();
  const sayReason = useReason();
  const caller = useCustomerLabel()(item);
  const titled = useItemKind()(item);
  const name = useItemName()(item);
  const counted = useMessageCount()(item);
  return (
    <li className="row" data-id={item.id}>
      <div className="row-who">
        <Anchor component={Link} to={`/activity/${encodeURIComponent(item.id)}`} fw={600} className="breakable">
          {name}
        </Anchor>
        <Text size="sm" c="dimmed" className="breakable">
          <KindIcon kind={item.kind} /> {titled}
          {caller.number && ` · ${caller.number}`}
          {counted && ` · ${counted}`}
        </Text>
      </div>
      <div className="row-when">
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
        <Text size="sm" c="dimmed" className="row-why breakable">
          {sayReason(item.reason)}
        </Text>
      )}
    </li>
  );
});
