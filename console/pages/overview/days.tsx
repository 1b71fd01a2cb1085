/** The last 30 days: a chart, loaded on demand, and the same figures as a table. */
import { Stack, Table, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { Loading } from "../../parts/loading.tsx";
import { useFormats } from "../../words/use-formats.ts";

const DayChart = lazy(() => import("./day-chart.tsx").then((m) => ({ default: m.DayChart })));

type Days = OverviewAnswer["days"];

export function Days({ days }: { days: Days }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sum = (name: "calls" | "missed" | "texts" | "failed") => days.reduce((all, day) => all + day[name], 0);
  if (sum("calls") + sum("texts") === 0) return <Text c="dimmed">{t("overview.noDays")}</Text>;
  const figures = {
    calls: formats.number(sum("calls")),
    missed: formats.number(sum("missed")),
    messages: formats.number(sum("texts")),
    failed: formats.number(sum("failed")),
  };
  return (
    <Stack gap="sm">
      <Text c="dimmed">{t("overview.daysAbout", figures)}</Text>
      <Suspense fallback={<Loading rows={1} height={220} />}>
        <DayChart days={days} />
      </Suspense>
      <details>
        <summary>{t("overview.asTable")}</summary>
        <DayTable days={days} />
      </details>
    </Stack>
  );
}

function DayTable({ days }: { days: Days }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Table mt="xs" verticalSpacing={4} maw="32rem" striped>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("overview.day")}</Table.Th>
          <Table.Th scope="col">{t("overview.calls")}</Table.Th>
          <Table.Th scope="col">{t("overview.missed")}</Table.Th>
          <Table.Th scope="col">{t("overview.messages")}</Table.Th>
          <Table.Th scope="col">{t("overview.failed")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.toReversed().map(({ day, calls, missed, texts, failed }) => (
          <Table.Tr key={day}>
            <Table.Th scope="row" fw={400}>
              <time dateTime={day} title={day}>
                {formats.day(day)}
              </time>
            </Table.Th>
            <Table.Td>{formats.number(calls)}</Table.Td>
            <Table.Td>{formats.number(missed)}</Table.Td>
            <Table.Td>{formats.number(texts)}</Table.Td>
            <Table.Td>{formats.number(failed)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
