/** Active and resolved alerts, newest first. */
import { Badge, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Alert } from "../../api/alerts.ts";
import { alertsQuery } from "../../api/queries.ts";
import { AlertLink } from "../../parts/alert-link.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { useFormats } from "../../words/use-formats.ts";

export function AlertList() {
  const { t } = useTranslation();
  const alerts = useQuery(alertsQuery);
  return (
    <Loaded query={alerts} rows={1}>
      {(all) =>
        all.length === 0 ? (
          <Text c="dimmed">{t("alerts.none")}</Text>
        ) : (
          <ul className="plain-list rows" aria-label={t("alerts.title")}>
            {all.map((alert) => (
              <AlertRow key={`${alert.kind} ${alert.raisedAt}`} alert={alert} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function AlertRow({ alert: { kind, what, remedy, raisedAt, resolvedAt } }: { alert: Alert }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const from = formats.time(raisedAt, null);
  const isActive = resolvedAt === null;
  return (
    <li className="row change" data-alert={kind}>
      <div>
        <Text className="breakable">{what}</Text>
        {isActive && (
          <Text size="sm" className="breakable">
            {remedy}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {isActive ? t("alerts.since", { from }) : t("alerts.fromTo", { from, to: formats.time(resolvedAt, null) })}
        </Text>
        {isActive && <AlertLink kind={kind} />}
      </div>
      <Group align="flex-start">
        <Badge variant="light" color={isActive ? "orange" : "gray"} tt="none" className="badge">
          {isActive ? t("alerts.active") : t("alerts.resolved")}
        </Badge>
      </Group>
    </li>
  );
}
