/** The bar chart of the last 24 hours. The chart library is large, so this file is loaded on demand. */
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../words/use-formats.ts";
import type { Interval } from "./fold-minutes.ts";

export function MinuteChart({ intervals }: { intervals: readonly Interval[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const data = intervals.map(({ from, accepted, refused }) => ({ from: formats.clock(from), accepted, refused }));
  return (
    <div role="img" aria-label={t("usage.chart")}>
      <BarChart
        h={220}
        data={data}
        dataKey="from"
        withLegend
        series={[
          { name: "accepted", label: t("usage.accepted"), color: "cyan.7", stackId: "requests" },
          { name: "refused", label: t("usage.rejected"), color: "red.6", stackId: "requests" },
        ]}
        valueFormatter={(value) => formats.number(value)}
        xAxisProps={{ minTickGap: 32 }}
        yAxisProps={{ allowDecimals: false, width: 40 }}
        // Screen readers see an image, and the table below holds the figures. Nothing in the chart takes the focus.
        barChartProps={{ accessibilityLayer: false, barCategoryGap: 0 }}
        // The figures refresh every few seconds. Without animation the bars do not move each time.
        // A few rejections beside hundreds of accepted calls are still seen.
        barProps={({ name }) => ({
          isAnimationActive: false,
          ...(name === "refused" && { minPointSize: (value: unknown) => (Number(value) > 0 ? 6 : 0) }),
        })}
      />
    </div>
  );
}
