/** One line that says that everything works, and what it is made of. Otherwise what is missing, with its remedy. */
import { Anchor, Group, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer, OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { alertsQuery } from "../../api/queries.ts";
import { ConnectionStatus } from "../../parts/connection-status.tsx";
import { Section } from "../../parts/section.tsx";
import { StatusIcon } from "../../parts/status-icon.tsx";
import { useFormats } from "../../words/use-formats.ts";

export function Health({
  connection,
  overview,
}: {
  connection: ConnectionAnswer;
  overview: OverviewAnswer | undefined;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const alerts = useQuery(alertsQuery);
  if (!connection.healthy) {
    return (
      <Section title={t("status.title")}>
        <ConnectionStatus connection={connection} />
      </Section>
    );
  }
  const active = (alerts.data ?? []).filter(({ resolvedAt }) => resolvedAt === null).length;
  const status = active === 0 ? "works" : "soon";
  return (
    <Paper component="section" withBorder px="md" py="xs" aria-label={t("status.title")} data-health={status}>
      <Group gap="xs" className="health">
        <Text fw={700} className="health-status" data-status={status}>
          <StatusIcon status={status} />{" "}
          {active === 0
            ? t("overview.healthy")
            : t("overview.alertsActive", { count: active, number: formats.number(active) })}
        </Text>
        <ul className="plain-list health-parts">
          {(["gorgias", "aircall"] as const).map((side) => (
            <li key={side}>
              {t(`overview.sides.${side}`)} <WorksMark />
            </li>
          ))}
          <li>
            {t("overview.sides.webhook")} <WorksMark />
            {overview && <LastDelivery at={overview.lastDeliveryAt} now={overview.at} />}
          </li>
          {overview && (
            <li>
              <Anchor component={Link} to="/numbers" size="sm">
                {t("overview.numbers", {
                  selected: formats.number(overview.numbers.selected),
                  known: formats.number(overview.numbers.known),
                })}
              </Anchor>
            </li>
          )}
        </ul>
      </Group>
    </Paper>
  );
}

function WorksMark() {
  const { t } = useTranslation();
  return (
    <span className="health-mark" data-status="works">
      <StatusIcon status="works" />
      <span className="visually-hidden">{t("overview.works")}</span>
    </span>
  );
}

function LastDelivery({ at, now }: { at: string | null; now: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (at === null) return <> {t("overview.noDelivery")}</>;
  const when = formats.ago(at, Date.parse(now));
  return (
    <time dateTime={at} title={formats.time(at, null)}>
      {" "}
      {t("overview.lastDelivery", { when })}
    </time>
  );
}
