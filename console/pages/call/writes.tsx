/** Every change sent to Gorgias for a call or conversation, with the response and the number of API calls. */
import { Code, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { useReason } from "../../words/use-reason.ts";
import { useWriteName } from "./use-write-labels.ts";

type Write = ActivityDetailAnswer["writes"][number];

export interface WritesProps {
  writes: Write[];
  zone: string | null;
  /** The label of a write. The default is for a call. */
  nameOf?: (write: Write) => string;
}

export function Writes({ writes, zone, nameOf }: WritesProps) {
  const { t } = useTranslation();
  const ofCall = useCallWrites();
  if (writes.length === 0) return <Text c="dimmed">{t("call.noWrites")}</Text>;
  return (
    <WideTable
      name={t("call.writes")}
      minWidth="38rem"
      columns={[t("call.change"), t("call.answer"), t("call.at"), t("call.apiCalls")]}
    >
      {writes.map((write) => (
        <WriteRow
          key={`${write.generation} ${write.kind} ${write.ref} ${write.part} ${write.attempt}`}
          write={write}
          name={(nameOf ?? ofCall)(write)}
          zone={zone}
        />
      ))}
    </WideTable>
  );
}

function useCallWrites(): (write: Write) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const writeName = useWriteName();
  return (write) => {
    const name = writeName(write);
    return write.generation > 1
      ? `${name} ${t("call.ticketOfCall", { number: formats.number(write.generation) })}`
      : name;
  };
}

function WriteRow({ write, name, zone }: { write: Write; name: string; zone: string | null }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useReason();
  const { state, reason, answer } = write;
  return (
    <Table.Tr>
      <Table.Td className="breakable">{name}</Table.Td>
      <Table.Td className="breakable">
        <Text span fw={state === "refused" ? 700 : 400} size="sm">
          {t(`call.writeState.${state}`)}
        </Text>{" "}
        {reason ? sayReason(reason) : answer && <Code className="breakable">{answer}</Code>}
      </Table.Td>
      <Table.Td>
        <ZonedTime at={write.at} zone={zone} />
      </Table.Td>
      <Table.Td>{formats.number(write.requests)}</Table.Td>
    </Table.Tr>
  );
}
