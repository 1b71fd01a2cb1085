/** The bar chart by day. The chart library is large, so this file is loaded on demand. */
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";

export function DayChart({ days }: { days: OverviewAnswer["days"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const data = days.map(({ day, calls, missed, texts: messages }) => ({
    day: formats.day(day),
    missed,
    handled: Math.max(0, calls - missed),
    messages,
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
          { name: "messages", label: t("overview.messages"), color: "grape.5", stackId: "messages" },
        ]}
        valueFormatter={(value) => formats.number(value)}
        yAxisProps={{ allowDecimals: false, width: 40 }}
        // Screen readers see an image, and the table below holds the figures. Nothing in the chart takes the focus.
        barChartProps={{ accessibilityLayer: false }}
        // The figures refresh every few seconds. Without animation the bars do not move each time.
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
