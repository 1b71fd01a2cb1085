/** One action on the connection: its consequence, and a button that asks for confirmation. */
import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeConnection, type ConnectionAction } from "../../api/connection.ts";
import { alertsQuery, connectionQuery, numbersQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ConfirmButton } from "../../parts/confirm-button.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { Section } from "../../parts/section.tsx";

export function ActionSection({ action }: { action: ConnectionAction }) {
  const { t } = useTranslation();
  const write = useWrite(changeConnection, {
    changes: [connectionQuery.queryKey, numbersQuery.queryKey, alertsQuery.queryKey],
    notification: () => t(`connection.${action}.done`),
  });
  return (
    <Section title={t(`connection.${action}.title`)}>
      <Text maw="44rem">{t(`connection.${action}.about`)}</Text>
      {write.isError && <ErrorAlert error={write.error} />}
      <Group>
        <ConfirmButton
          label={t(`connection.${action}.button`)}
          ask={t(`connection.${action}.ask`)}
          about={t(`connection.${action}.about`)}
          confirm={t(`connection.${action}.confirm`)}
          isDangerous={action === "disconnect"}
          isBusy={write.isPending}
          onConfirm={() => write.mutate(action)}
        />
      </Group>
    </Section>
  );
}
