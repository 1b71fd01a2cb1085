/** The overview: the connection, today's figures, the last 30 days, API usage, failures and work in progress. */
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
  // A visit from outside, usually from the consent page of Gorgias, continues with the set-up.
  const isFromOutside = useNavigationType() === "POP";
  if (isFromOutside && connection.data?.status === "installing") return <Navigate to="/setup" replace />;
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
            <Section title={t("overview.usage")}>
              <UsageBar usage={budget} />
            </Section>
          </>
        )}
      </Loaded>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Section title={t("overview.latestFailed")}>
          <LatestActivity result="failed" />
        </Section>
        <Section title={t("overview.latestInProgress")}>
          <LatestActivity result="pending" />
        </Section>
      </SimpleGrid>
    </PageFrame>
  );
}
