/** The latest calls and conversations: who, what became of it, with whom, when. */
import { Anchor, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { ExternalLink } from "../../parts/external-link.tsx";
import { StatusIcon } from "../../parts/status-icon.tsx";
import { useFormats } from "../../words/use-formats.ts";

type Item = OverviewAnswer["latest"][number];

const ARROWS = { inbound: "↙", outbound: "↗" } as const;

export function Latest({ overview: { latest, waiting, at, timeZone } }: { overview: OverviewAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (latest.length === 0) return <Text c="dimmed">{t("overview.noLatest")}</Text>;
  return (
    <>
      <ul className="plain-list latest">
        {latest.map((item) => (
          <LatestRow key={item.id} item={item} now={Date.parse(at)} zone={timeZone.name} />
        ))}
      </ul>
      <Group gap="md">
        <Anchor component={Link} to="/activity" size="sm" underline="always">
          {t("overview.showAll")}
        </Anchor>
        {waiting > 0 && (
          <Anchor component={Link} to="/activity?result=pending" size="sm" underline="always">
            {t("overview.inProgress", { number: formats.number(waiting) })}
          </Anchor>
        )}
      </Group>
    </>
  );
}

function LatestRow({ item, now, zone }: { item: Item; now: number; zone: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, kind, direction, outcome, caller, customerName, agent, line, startedAt, durationSeconds } = item;
  const name = customerName ?? (caller === "anonymous" ? t("customer.anonymous") : (caller ?? t("customer.unknown")));
  const about = [
    outcome ? t(`overview.outcome.${outcome}`) : t("overview.outcomeUnknown"),
    line,
    agent,
    durationSeconds !== null && outcome === "answered" ? formats.seconds(durationSeconds) : null,
  ].filter((part) => part !== null);
  return (
    <li data-id={id} data-outcome={outcome}>
      <span className="latest-kind" aria-hidden>
        {kind === "conversation" ? "✉" : ARROWS[direction ?? "inbound"]}
      </span>
      <div className="latest-who">
        <Anchor component={Link} to={`/activity/${encodeURIComponent(id)}`} fw={600} size="sm" truncate display="block">
          {name}
        </Anchor>
        <Text size="xs" c="dimmed" truncate>
          {about.join(" · ")}
        </Text>
      </div>
      <div className="latest-when">
        <Text size="xs" component="time" dateTime={startedAt} title={formats.time(startedAt, zone)}>
          {formats.ago(startedAt, now)}
        </Text>
        <Text size="xs" component="div">
          {item.result === "failed" ? (
            <span className="need" data-status="urgent">
              <StatusIcon status="urgent" /> {t("overview.didFail")}
            </span>
          ) : (
            item.ticketUrl !== null && (
              <ExternalLink href={item.ticketUrl}>{t("overview.ticket", { id: item.ticketId })}</ExternalLink>
            )
          )}
        </Text>
      </div>
    </li>
  );
}
