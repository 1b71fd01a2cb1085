/** The bar chart of the last 24 hours. The drawing library is large: this file is loaded by itself. */
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../words/use-formats.ts";
import type { Step } from "./fold-minutes.ts";

export function MinuteChart({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const data = steps.map(({ from, accepted, refused }) => ({ from: formats.clock(from), accepted, refused }));
  return (
    <div role="img" aria-label={t("budget.chart")}>
      <BarChart
        h={220}
        data={data}
        dataKey="from"
        withLegend
        series={[
          { name: "accepted", label: t("budget.taken"), color: "cyan.7", stackId: "requests" },
          { name: "refused", label: t("budget.refused"), color: "red.6", stackId: "requests" },
        ]}
        valueFormatter={(value) => formats.number(value)}
        xAxisProps={{ minTickGap: 32 }}
        yAxisProps={{ allowDecimals: false, width: 40 }}
        // The chart is an image to screen readers, and the table below holds its figures: nothing in it takes the focus.
        barChartProps={{ accessibilityLayer: false, barCategoryGap: 0 }}
        // The figures are read again every few seconds, and bars that grow each time are a nuisance.
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
