/** Every figure of the report's rows, with the totals in the last line. */
import { Anchor, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ReportAnswer } from "../../../src/http/api/schemas.ts";
import type { ReportTable } from "./report-filter.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormats } from "../../words/use-formats.ts";
import type { ReportRow } from "./use-rows.ts";

type Figures = ReportAnswer["total"];

export interface FigureTableProps {
  rows: readonly ReportRow[];
  by: ReportTable;
  total: Figures;
}

export function FigureTable({ rows, by, total }: FigureTableProps) {
  const { t } = useTranslation();
  const name = t(`reports.tables.${by}`);
  const columns = useColumns();
  return (
    <WideTable
      name={t("reports.table", { by: name.toLowerCase() })}
      minWidth="54rem"
      columns={[name, ...columns.map(({ title }) => title)]}
    >
      {rows.map(({ key, label, figures, list, missedList }) => (
        <Table.Tr key={key}>
          <Table.Th scope="row" fw={500} className="report-label">
            {list === null ? (
              label
            ) : (
              <Anchor component={Link} to={list} size="sm">
                {label}
              </Anchor>
            )}
          </Table.Th>
          {columns.map(({ title, say, isMissed }) => (
            <Table.Td key={title}>
              {isMissed && missedList !== null && figures.missed > 0 ? (
                <Anchor component={Link} to={missedList} size="sm">
                  {say(figures)}
                </Anchor>
              ) : (
                say(figures)
              )}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
      <Table.Tr fw={700}>
        <Table.Th scope="row">{t("reports.total")}</Table.Th>
        {columns.map(({ title, say }) => (
          <Table.Td key={title}>{say(total)}</Table.Td>
        ))}
      </Table.Tr>
    </WideTable>
  );
}

interface Column {
  title: string;
  say(figures: Figures): string;
  isMissed?: boolean;
}

function useColumns(): Column[] {
  const { t } = useTranslation();
  const { number, percent, seconds } = useFormats();
  const title = (name: Parameters<typeof columnKey>[0]) => t(columnKey(name));
  return [
    { title: title("inbound"), say: ({ inbound }) => number(inbound) },
    { title: title("answered"), say: ({ answered }) => number(answered) },
    { title: title("missed"), say: ({ missed }) => number(missed), isMissed: true },
    { title: title("rate"), say: ({ answeredRate }) => (answeredRate === null ? "–" : percent(answeredRate)) },
    { title: title("calledBack"), say: ({ calledBack }) => number(calledBack) },
    {
      title: title("response"),
      say: ({ responseSeconds }) => (responseSeconds === null ? "–" : seconds(responseSeconds)),
    },
    {
      title: title("callbacks"),
      say: ({ callbacksDone, callbacksRequested }) =>
        callbacksRequested === 0
          ? "–"
          : t("reports.of", { part: number(callbacksDone), whole: number(callbacksRequested) }),
    },
    { title: title("unknownCallers"), say: ({ unknownCallers }) => number(unknownCallers) },
    { title: title("outbound"), say: ({ outbound }) => number(outbound) },
    { title: title("messages"), say: ({ received, sent }) => number(received + sent) },
  ];
}

type ColumnName =
  | "inbound"
  | "answered"
  | "missed"
  | "rate"
  | "calledBack"
  | "response"
  | "callbacks"
  | "unknownCallers"
  | "outbound"
  | "messages";

function columnKey(name: ColumnName) {
  return `reports.columns.${name}` as const;
}
