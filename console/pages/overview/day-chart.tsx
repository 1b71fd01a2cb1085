/** The bar chart of the days. The drawing library is large: this file is loaded by itself. */
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";

export function DayChart({ days }: { days: OverviewAnswer["days"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const data = days.map(({ day, calls, missed, texts }) => ({
    day: formats.day(day),
    missed,
    handled: Math.max(0, calls - missed),
    texts,
  }));
  return (
    <div role="img" aria-label={t("overview.chart")}>
      <BarChart
        h={240}
        data={data}
        dataKey="day"
        withLegend
        series={[
          { name: "handled", label: t("overview.handled"), color: "cyan.7", stackId: "calls" },
          { name: "missed", label: t("overview.missed"), color: "orange.5", stackId: "calls" },
          { name: "texts", label: t("overview.texts"), color: "grape.5", stackId: "texts" },
        ]}
        valueFormatter={(value) => formats.number(value)}
        yAxisProps={{ allowDecimals: false, width: 40 }}
        // The chart is an image to screen readers, and the table below holds its figures: nothing in it takes the focus.
        barChartProps={{ accessibilityLayer: false }}
        // The figures are read again every few seconds, and bars that grow each time are a nuisance.
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
