/** The deliveries of a call or conversation: event, time and outcome. */
import { Code, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useReason } from "../../words/use-reason.ts";

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
          <Table.Td className="breakable">{sayOutcome(outcome)}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}

const IGNORED = "ignored: ";
const EXCEPT = "read, except: ";

/** Shows an unknown outcome as it is. */
function useOutcome(): (outcome: string | null) => string {
  const { t } = useTranslation();
  const sayReason = useReason();
  return (outcome) => {
    if (outcome === null) return t("call.unread");
    if (outcome === "read") return t("call.read");
    if (outcome.startsWith(EXCEPT)) return t("call.readExcept", { parts: outcome.slice(EXCEPT.length) });
    if (outcome === "waiting: not written yet") return t("call.unwritten");
    if (outcome === "waiting: not verified yet") return t("call.unverified");
    return outcome.startsWith(IGNORED)
      ? `${t("result.ignored")} – ${sayReason(outcome.slice(IGNORED.length))}`
      : sayReason(outcome);
  };
}
