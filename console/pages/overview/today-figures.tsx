/** The figures of today, with links to what is in progress and what failed. */
import { Anchor, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";

export function TodayFigures({ today }: { today: OverviewAnswer["today"] }) {
  const { t } = useTranslation();
  return (
    <Stack component="section" gap="sm" aria-labelledby="today">
      <div>
        <Title order={2} size="h4" id="today">
          {t("overview.today")}
        </Title>
        <Text c="dimmed" size="sm">
          {t("overview.since")}
        </Text>
      </div>
      <SimpleGrid cols={{ base: 2, md: 3, lg: 5 }}>
        <Figure name={t("overview.calls")} value={today.calls} />
        <Figure name={t("overview.messages")} value={today.texts} />
        <Figure name={t("overview.inProgress")} value={today.waiting}>
          <Anchor component={Link} to="/activity?result=pending" size="sm" underline="always">
            {t("overview.showInProgress")}
          </Anchor>
        </Figure>
        <Figure name={t("overview.failed")} value={today.failed} isAlarming={today.failed > 0}>
          <Anchor component={Link} to="/activity?result=failed" size="sm" underline="always">
            {t("overview.showFailed")}
          </Anchor>
        </Figure>
        <Figure name={t("overview.apiCalls")} value={today.requests} />
      </SimpleGrid>
    </Stack>
  );
}

interface FigureProps {
  name: string;
  value: number;
  isAlarming?: boolean;
  children?: ReactNode;
}

function Figure({ name, value, isAlarming = false, children }: FigureProps) {
  const formats = useFormats();
  return (
    <Paper withBorder p="md" role="group" aria-label={name}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="1.75rem" fw={700} lh={1.2} {...(isAlarming ? { c: "var(--mantine-color-error)" } : {})}>
        {formats.number(value)}
      </Text>
      {children}
    </Paper>
  );
}
