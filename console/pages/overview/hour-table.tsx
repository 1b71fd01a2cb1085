/** The hours of today as a table, for readers who cannot see the bars or want exact figures. */
import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { clockOf } from "../../words/clock-of.ts";

export function HourTable({ hours, hasUsual }: { hours: OverviewAnswer["hours"]; hasUsual: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Table mt="xs" verticalSpacing={2} aria-label={t("overview.hours")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("overview.hour")}</Table.Th>
          <Table.Th scope="col">{t("overview.answered")}</Table.Th>
          <Table.Th scope="col">{t("overview.missed")}</Table.Th>
          {hasUsual && <Table.Th scope="col">{t("overview.usual")}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {hours.map(({ hour, answered, missed, usual }) => (
          <Table.Tr key={hour}>
            <Table.Th scope="row" fw={400}>
              {clockOf(hour)}
            </Table.Th>
            <Table.Td>{formats.number(answered)}</Table.Td>
            <Table.Td>{formats.number(missed)}</Table.Td>
            {hasUsual && <Table.Td>{formats.average(usual ?? 0)}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
