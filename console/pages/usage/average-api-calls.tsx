/** The average number of API calls for a call, a message and an insight card. */
import { Paper, SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";

export function AverageApiCalls({ taken: { calls, texts: messages, cards } }: { taken: UsageAnswer["taken"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const counted = ({ count }: { count: number }) => ({ count, number: formats.number(count) });
  return (
    <>
      <Text c="dimmed">{t("usage.averageAbout")}</Text>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure name={t("usage.perCall")} taken={calls} of={t("usage.ofCalls", counted(calls))} />
        <Figure name={t("usage.perMessage")} taken={messages} of={t("usage.ofMessages", counted(messages))} />
        <Figure name={t("usage.perCard")} taken={cards} of={t("usage.ofCards", counted(cards))} />
      </SimpleGrid>
    </>
  );
}

interface FigureProps {
  name: string;
  taken: { count: number; requests: number };
  /** `12 calls`. */
  of: string;
}

function Figure({ name, taken: { count, requests }, of }: FigureProps) {
  const formats = useFormats();
  return (
    <Paper withBorder p="md" role="group" aria-label={name}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="1.75rem" fw={700} lh={1.2}>
        {count > 0 ? formats.average(requests / count) : "–"}
      </Text>
      <Text size="sm" c="dimmed">
        {of}
      </Text>
    </Paper>
  );
}
