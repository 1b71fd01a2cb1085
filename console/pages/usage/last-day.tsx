/** The API calls of the last 24 hours: a chart, loaded on demand, and tables by hour and by priority. */
import { Stack, Table, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";
import { Loading } from "../../parts/loading.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { foldMinutes } from "./fold-minutes.ts";
import { useUsageLabels } from "./use-usage-labels.ts";

const MinuteChart = lazy(() => import("./minute-chart.tsx").then((m) => ({ default: m.MinuteChart })));

const BAR_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export function LastDay({ usage }: { usage: UsageAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useUsageLabels();
  const sum = (name: "requests" | "refused") => usage.minutes.reduce((all, minute) => all + minute[name], 0);
  if (usage.minutes.length === 0) return <Text c="dimmed">{t("usage.noDay")}</Text>;
  const hours = foldMinutes(usage, HOUR_MS).filter(({ accepted, refused }) => accepted + refused > 0);
  return (
    <Stack gap="sm">
      <Text c="dimmed">{t("usage.dayAbout", { requests: formats.number(sum("requests")) })}</Text>
      <StatusWord status={sum("refused") > 0 ? "attention" : "good"}>
        {sum("refused") > 0
          ? t("usage.dayRejected", { count: sum("refused"), number: formats.number(sum("refused")) })
          : t("usage.noneRejected")}
      </StatusWord>
      <Suspense fallback={<Loading rows={1} height={220} />}>
        <MinuteChart intervals={foldMinutes(usage, BAR_MS)} />
      </Suspense>
      <details>
        <summary>{t("usage.byHour")}</summary>
        <Figures
          columns={[t("usage.hour"), t("usage.accepted"), t("usage.rejected")]}
          rows={hours
            .toReversed()
            .map(({ from, accepted, refused }) => ({ name: formats.time(from, null), figures: [accepted, refused] }))}
        />
      </details>
      <details>
        <summary>{t("usage.byPriority")}</summary>
        <Figures
          columns={[t("usage.priority"), t("usage.apiCalls"), t("usage.rejected")]}
          rows={usage.spentByPriority.map(({ priority, requests, refused }) => ({
            name: labels.priority(priority),
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
            {figures.map((figure, index) => (
              <Table.Td key={columns[index + 1]}>{formats.number(figure)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
