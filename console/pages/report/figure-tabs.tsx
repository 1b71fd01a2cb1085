/** One table of the report with its chart, chosen by tabs, and its export. */
import { Button, Group, Paper, Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ReportAnswer } from "../../../src/http/api/schemas.ts";
import { exportAddress } from "../../api/reports.ts";
import type { ReportFilter, ReportTable } from "./report-filter.ts";
import { Loading } from "../../parts/loading.tsx";
import { FigureTable } from "./figure-table.tsx";
import { TABLES, type ReportChoice } from "./report-in-address.ts";
import { useRows } from "./use-rows.ts";

const FigureChart = lazy(() => import("./figure-chart.tsx").then((m) => ({ default: m.FigureChart })));

export interface FigureTabsProps {
  report: ReportAnswer;
  filter: ReportFilter;
  by: ReportTable;
  onChange(changed: Partial<ReportChoice>): void;
}

export function FigureTabs({ report, filter, by, onChange }: FigureTabsProps) {
  const { t, i18n } = useTranslation();
  const rows = useRows(report, filter, by);
  return (
    <Paper withBorder p="md">
      <Tabs
        value={by}
        onChange={(value) => {
          const chosen = TABLES.find((table) => table === value);
          if (chosen) onChange({ by: chosen });
        }}
      >
        <Group justify="space-between" align="flex-end" mb="sm">
          <Tabs.List aria-label={t("reports.by")}>
            {TABLES.map((table) => (
              <Tabs.Tab key={table} value={table}>
                {t(`reports.tables.${table}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Button component="a" href={exportAddress(filter, by, i18n.language)} download variant="default" size="sm">
            {t("reports.export")}
          </Button>
        </Group>
        {TABLES.map((table) => (
          <Tabs.Panel key={table} value={table}>
            {table === by && (
              <>
                <Suspense fallback={<Loading rows={1} height={240} />}>
                  <FigureChart rows={rows} isLong={by === "number" || by === "agent"} />
                </Suspense>
                <FigureTable rows={rows} by={by} total={report.total} />
              </>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Paper>
  );
}
