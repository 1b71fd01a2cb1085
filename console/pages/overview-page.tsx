/** How it goes: the connection, today's figures, the last thirty days, what waits and what failed. */
import { SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigationType } from "react-router";
import { connectionQuery, overviewQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { ConnectionStatus } from "../parts/connection-status.tsx";
import { UsageBar } from "./overview/usage-bar.tsx";
import { Days } from "./overview/days.tsx";
import { LatestActivity } from "./overview/latest-activity.tsx";
import { TodayFigures } from "./overview/today-figures.tsx";

export function OverviewPage() {
  const { t } = useTranslation();
  const connection = useQuery(connectionQuery);
  const overview = useQuery(overviewQuery);
  // Who comes from outside, mostly from Gorgias' consent, is led to the next step; who comes from the menu wants this page.
  const fromOutside = useNavigationType() === "POP";
  if (fromOutside && connection.data?.status === "installing") return <Navigate to="/setup" replace />;
  return (
    <PageFrame title={t("page.overview")}>
      <Section title={t("status.title")}>
        <Loaded query={connection} rows={1}>
          {(data) => <ConnectionStatus connection={data} />}
        </Loaded>
      </Section>
      <Loaded query={overview} rows={5}>
        {({ today, days, budget }) => (
          <>
            <TodayFigures today={today} />
            <Section title={t("overview.days")}>
              <Days days={days} />
            </Section>
            <Section title={t("overview.budget")}>
              <UsageBar budget={budget} />
            </Section>
          </>
        )}
      </Loaded>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Section title={t("overview.latestFailed")}>
          <LatestActivity result="failed" />
        </Section>
        <Section title={t("overview.latestWaiting")}>
          <LatestActivity result="pending" />
        </Section>
      </SimpleGrid>
    </PageFrame>
  );
}
