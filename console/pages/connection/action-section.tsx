/** One action on the connection: its consequence, and a button that asks for confirmation. */
import { Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeConnection, type ConnectionAction } from "../../api/connection.ts";
import { alertsQuery, connectionQuery, findingsQuery, numbersQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ConfirmButton } from "../../parts/confirm-button.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { DISCONNECTED, useSession } from "../../shell/session-gate.tsx";
import { Section } from "../../parts/section.tsx";

export function ActionSection({ action }: { action: ConnectionAction }) {
  const { t } = useTranslation();
  const { account } = useSession();
  const queries = useQueryClient();
  const write = useWrite(
    async (csrfToken: string, wanted: ConnectionAction) => {
      await changeConnection(csrfToken, wanted);
      // Disconnecting ends every session: the sign-in page says why.
      if (wanted === "disconnect") queries.setQueryData(DISCONNECTED, account);
    },
    {
      changes: [connectionQuery.queryKey, numbersQuery.queryKey, alertsQuery.queryKey, findingsQuery.queryKey],
      notification: () => t(`connection.${action}.done`),
    },
  );
  const isDangerous = action === "disconnect";
  return (
    <Section title={t(`connection.${action}.title`)} isDangerous={isDangerous}>
      <Text maw="44rem">{t(`connection.${action}.about`)}</Text>
      {write.isError && <ErrorAlert error={write.error} />}
      <Group>
        <ConfirmButton
          label={t(`connection.${action}.button`)}
          ask={t(`connection.${action}.ask`)}
          about={t(`connection.${action}.about`)}
          confirm={t(`connection.${action}.confirm`)}
          isDangerous={isDangerous}
          {...(isDangerous && { mustType: { text: account, label: t("connection.disconnect.type", { account }) } })}
          isBusy={write.isPending}
          onConfirm={() => write.mutate(action)}
        />
      </Group>
    </Section>
  );
}
