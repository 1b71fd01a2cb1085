/** How many API calls a call or conversation takes, by kind, over a period that the reader chooses. */
import { NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UsageAnswer, UsageDistributionAnswer } from "../../../src/http/api/schemas.ts";
import { usageDistributionQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Section } from "../../parts/section.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { SpreadTable } from "./spread-table.tsx";

const PERIODS = [1, 7, 30] as const;

export function ApiCallsPerCall({ messages }: { messages: UsageAnswer["taken"]["texts"] }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(7);
  const distribution = useQuery(usageDistributionQuery(days));
  const choice = (
    <NativeSelect
      size="xs"
      aria-label={t("usage.period")}
      value={days}
      onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
      data={PERIODS.map((period) => ({ value: String(period), label: t(`usage.periods.${period}`) }))}
    />
  );
  return (
    <Section title={t("usage.perCall")} action={choice}>
      <Loaded query={distribution} rows={4}>
        {(data) => <Spread distribution={data} />}
      </Loaded>
      <Messages messages={messages} />
    </Section>
  );
}

function Spread({ distribution: { kinds, shared } }: { distribution: UsageDistributionAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (kinds.length === 0) return <Text c="dimmed">{t("usage.noCalls")}</Text>;
  const share = shared.among > 0 ? shared.requests / shared.among : 0;
  return (
    <>
      <Text c="dimmed">{t("usage.perCallAbout", { number: formats.average(share) })}</Text>
      <SpreadTable kinds={kinds} share={share} />
      <Text size="sm" c="dimmed">
        {t("usage.spreadAbout")}
      </Text>
    </>
  );
}

function Messages({ messages: { count, requests } }: { messages: UsageAnswer["taken"]["texts"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (count === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {t("usage.perMessage", { average: formats.average(requests / count), count, number: formats.number(count) })}
    </Text>
  );
}
