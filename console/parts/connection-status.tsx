/** The status of the connection: since when, the reason and the remedy. */
import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import { Facts } from "./facts.tsx";
import { failingChecksNow } from "./failing-checks.ts";
import { useConnectionReason } from "../words/use-reason.ts";
import { useFormats } from "../words/use-formats.ts";

const LOOKS = {
  active: { color: "green", about: "status.activeAbout" },
  installing: { color: "blue", about: "status.installingAbout" },
  deactivated: { color: "red", about: "status.deactivatedAbout" },
} as const;

/** Active, but a check fails. */
const UNHEALTHY = { color: "orange", about: "status.unhealthyAbout", name: "unhealthy" } as const;

export function ConnectionStatus({
  connection,
  isOnItsPage = false,
}: {
  connection: ConnectionAnswer;
  isOnItsPage?: boolean;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useConnectionReason();
  const { status, reason, since, remedy } = connection;
  const missing = failingChecksNow(connection);
  const { color, about, name } =
    status === "active" && !connection.healthy ? UNHEALTHY : { ...LOOKS[status], name: status };
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Badge variant="light" color={color} size="lg" tt="none" className="badge">
          {t(`status.${name}`)}
        </Badge>
        {since && (
          <Text c="dimmed" size="sm" component="time" dateTime={since} title={since}>
            {t("status.since", { when: formats.time(since, null) })}
          </Text>
        )}
      </Group>
      <Text>{t(about)}</Text>
      {(reason ?? remedy) !== null && (
        <Facts
          facts={[
            { name: t("status.reason"), value: reason && sayReason(reason.code) },
            { name: t("status.remedy"), value: remedy },
          ]}
        />
      )}
      {missing.length > 0 && (
        <ul aria-label={t("status.missing")}>
          {missing.map(({ code, remedy: fix }) => (
            <li key={code} data-check={code} className="breakable">
              {fix}
            </li>
          ))}
        </ul>
      )}
      {(status === "installing" || (status === "active" && !connection.healthy)) && (
        <Anchor component={Link} to="/setup" underline="always">
          {t("status.toSetup")}
        </Anchor>
      )}
      {status === "deactivated" && !isOnItsPage && (
        <Anchor component={Link} to="/connection" underline="always">
          {t("status.toConnection")}
        </Anchor>
      )}
    </Stack>
  );
}
