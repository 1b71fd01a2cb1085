/** The deliveries of a call or conversation: event, time and outcome. */
import { Code, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useOutcome } from "../../words/use-reason.ts";

export interface ReceivedProps {
  received: ActivityDetailAnswer["received"];
  zone: string | null;
}

export function Received({ received, zone }: ReceivedProps) {
  const { t } = useTranslation();
  const sayOutcome = useOutcome();
  if (received.length === 0) return <Text c="dimmed">{t("call.noReceived")}</Text>;
  return (
    <WideTable
      name={t("call.received")}
      minWidth="30rem"
      columns={[t("call.event"), t("call.receivedAt"), t("call.outcome")]}
    >
      {received.map(({ event, receivedAt, outcome }, place) => (
        // Deliveries are never removed or reordered, and one event can arrive twice at the same moment.
        <Table.Tr key={`${receivedAt} ${place}`}>
          <Table.Td>
            <Code>{event}</Code>
          </Table.Td>
          <Table.Td>
            <ZonedTime at={receivedAt} zone={zone} />
          </Table.Td>
          <Table.Td className="breakable">{outcome === null ? t("call.unread") : sayOutcome(outcome)}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
