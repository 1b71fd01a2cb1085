/** One thing that can be done to the connection: what it means, and a button that asks once more. */
import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeConnection, type ConnectionAction } from "../../api/connection.ts";
import { alertsQuery, connectionQuery, numbersQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ConfirmButton } from "../../parts/confirm-button.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { Section } from "../../parts/section.tsx";

export function ActionSection({ act }: { act: ConnectionAction }) {
  const { t } = useTranslation();
  const write = useWrite(changeConnection, {
    changes: [connectionQuery.queryKey, numbersQuery.queryKey, alertsQuery.queryKey],
    said: () => t(`connection.${act}.done`),
  });
  return (
    <Section title={t(`connection.${act}.title`)}>
      <Text maw="44rem">{t(`connection.${act}.about`)}</Text>
      {write.isError && <ErrorAlert error={write.error} />}
      <Group>
        <ConfirmButton
          label={t(`connection.${act}.button`)}
          ask={t(`connection.${act}.ask`)}
          about={t(`connection.${act}.about`)}
          confirm={t(`connection.${act}.confirm`)}
          dangerous={act !== "reactivate"}
          busy={write.isPending}
          onConfirm={() => write.mutate(act)}
        />
      </Group>
    </Section>
  );
}
