/** Answered and missed calls as bars. The chart library is large, so this file is loaded on demand. */
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../words/use-formats.ts";
import type { ReportRow } from "./use-rows.ts";

/** More bars than this have no space for names. */
const MOST_BARS = 20;
const BAR_HEIGHT = 36;
/** A longer name is cut. The table has it in full. */
const LONGEST_NAME = 22;

/** `isLong`: the labels are names, which need a line each. */
export function FigureChart({ rows, isLong }: { rows: readonly ReportRow[]; isLong: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shown = isLong ? rows.slice(0, MOST_BARS) : rows;
  const data = shown.map(({ label, figures: { answered, missed } }) => ({ label, answered, missed }));
  return (
    <div role="img" aria-label={t("reports.chart")} className="report-chart">
      <BarChart
        h={isLong ? 60 + BAR_HEIGHT * data.length : 240}
        data={data}
        dataKey="label"
        type="stacked"
        orientation={isLong ? "vertical" : "horizontal"}
        withLegend
        legendProps={{ verticalAlign: "top" }}
        series={[
          { name: "answered", label: t("reports.columns.answered"), color: "cyan.7" },
          { name: "missed", label: t("reports.columns.missed"), color: "orange.5" },
        ]}
        valueFormatter={(value) => formats.number(value)}
        {...(isLong
          ? { yAxisProps: { width: 150, tickFormatter: shorten } }
          : { yAxisProps: { allowDecimals: false, width: 40 } })}
        {...(isLong ? { xAxisProps: { allowDecimals: false } } : { xAxisProps: { minTickGap: 12 } })}
        maxBarWidth={36}
        // Screen readers see an image, and the table below holds the figures. Nothing in the chart takes the focus.
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…`.toWellFormed() : name;
}
