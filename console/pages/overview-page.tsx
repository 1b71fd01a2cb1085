/** The overview: is everything working, how today and this week go, what needs a person, the latest calls. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigationType } from "react-router";
import { connectionQuery, overviewQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { Health } from "./overview/health.tsx";
import { HoursToday } from "./overview/hours-today.tsx";
import { Latest } from "./overview/latest.tsx";
import { NeedsYou } from "./overview/needs-you.tsx";
import { useFormats } from "../words/use-formats.ts";
import { TodayFigures } from "./overview/today-figures.tsx";

export function OverviewPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const connection = useQuery(connectionQuery);
  const overview = useQuery(overviewQuery);
  // A visit from outside, usually from the consent page of Gorgias, continues with the set-up.
  const isFromOutside = useNavigationType() === "POP";
  if (isFromOutside && connection.data?.status === "installing") return <Navigate to="/setup" replace />;
  return (
    <PageFrame title={t("page.overview")}>
      <div className="overview">
        {overview.data && (
          <Text
            size="sm"
            c="dimmed"
            className="overview-zone"
            title={t(`overview.zoneSource.${overview.data.timeZone.source}`)}
          >
            {t("overview.dayAndZone", {
              day: formats.day(overview.data.today.from),
              zone: overview.data.timeZone.name,
            })}
          </Text>
        )}
        <Loaded query={connection} rows={1}>
          {(data) => <Health connection={data} overview={overview.data} />}
        </Loaded>
        <Loaded query={overview} rows={5}>
          {(data) => (
            <>
              <TodayFigures overview={data} />
              <div className="overview-columns">
                <div className="overview-column">
                  <Section title={t("overview.hours")}>
                    <HoursToday hours={data.hours} />
                  </Section>
                  <Section title={t("overview.needsYou")}>
                    <NeedsYou overview={data} connection={connection.data} />
                  </Section>
                </div>
                <Section title={t("overview.latest")}>
                  <Latest overview={data} />
                </Section>
              </div>
            </>
          )}
        </Loaded>
      </div>
    </PageFrame>
  );
}
