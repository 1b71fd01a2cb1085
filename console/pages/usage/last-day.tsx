/** The requests of the last 24 hours: a chart, fetched only when there is something to draw, and tables by hour and by urgency. */
import { Stack, Table, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { BudgetAnswer } from "../../../src/http/api/schemas.ts";
import { Loading } from "../../parts/loading.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { foldMinutes } from "./fold-minutes.ts";
import { useUsageLabels } from "./use-usage-labels.ts";

const MinuteChart = lazy(() => import("./minute-chart.tsx").then((m) => ({ default: m.MinuteChart })));

const BAR_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export function LastDay({ budget }: { budget: BudgetAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useUsageLabels();
  const sum = (name: "requests" | "refused") => budget.minutes.reduce((all, minute) => all + minute[name], 0);
  if (budget.minutes.length === 0) return <Text c="dimmed">{t("budget.noDay")}</Text>;
  const hours = foldMinutes(budget, HOUR_MS).filter(({ accepted, refused }) => accepted + refused > 0);
  return (
    <Stack gap="sm">
      <Text c="dimmed">
        {t("budget.dayAbout", { requests: formats.number(sum("requests")), refused: formats.number(sum("refused")) })}
      </Text>
      <Suspense fallback={<Loading rows={1} height={220} />}>
        <MinuteChart steps={foldMinutes(budget, BAR_MS)} />
      </Suspense>
      <details>
        <summary>{t("budget.byHour")}</summary>
        <Figures
          columns={[t("budget.hour"), t("budget.taken"), t("budget.refused")]}
          rows={hours
            .toReversed()
            .map(({ from, accepted, refused }) => ({ name: formats.time(from, null), figures: [accepted, refused] }))}
        />
      </details>
      <details>
        <summary>{t("budget.byLane")}</summary>
        <Figures
          columns={[t("budget.laneName"), t("budget.requests"), t("budget.refused")]}
          rows={budget.spentByLane.map(({ lane, requests, refused }) => ({
            name: labels.lane(lane),
            figures: [requests, refused],
          }))}
        />
      </details>
    </Stack>
  );
}

interface FiguresProps {
  columns: readonly string[];
  rows: readonly { name: string; figures: readonly number[] }[];
}

function Figures({ columns, rows }: FiguresProps) {
  const formats = useFormats();
  return (
    <Table mt="xs" verticalSpacing={4} maw="36rem" striped>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column} scope="col">
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, figures }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} className="breakable">
              {name}
            </Table.Th>
            {figures.map((figure, place) => (
              <Table.Td key={columns[place + 1]}>{formats.number(figure)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
