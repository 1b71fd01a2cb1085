/** API usage: the limit of Gorgias, what is used, what is waiting, and what the API calls are used for. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../src/http/api/schemas.ts";
import { usageQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { ApiCallsPerCall } from "./usage/api-calls-per-call.tsx";
import { UsageGauge } from "./usage/usage-gauge.tsx";
import { LastDay } from "./usage/last-day.tsx";
import { UsageByPurpose } from "./usage/usage-by-purpose.tsx";
import { LimitNotice } from "./usage/limit-notice.tsx";
import { WaitingByPriority } from "./usage/waiting-by-priority.tsx";

export function UsagePage() {
  const { t } = useTranslation();
  const usage = useQuery(usageQuery);
  return (
    <PageFrame title={t("page.usage")} intro={t("usage.intro")}>
      <Loaded query={usage} rows={5}>
        {(data) => <Sections usage={data} />}
      </Loaded>
    </PageFrame>
  );
}

function Sections({ usage }: { usage: UsageAnswer }) {
  const { t } = useTranslation();
  const { limit, used } = usage;
  return (
    <>
      {limit === null || used === null ? (
        <EmptyState title={t("usage.none")} about={t("usage.noneAbout")} />
      ) : (
        <Section title={t("usage.now")}>
          <UsageGauge limit={limit} used={used} usage={usage} />
          <LimitNotice limit={limit} used={used} usage={usage} />
        </Section>
      )}
      <Section title={t("usage.waiting")}>
        <WaitingByPriority usage={usage} />
      </Section>
      <Section title={t("usage.day")}>
        <LastDay usage={usage} />
      </Section>
      <ApiCallsPerCall messages={usage.taken.texts} />
      <Section title={t("usage.byPurpose")}>
        <UsageByPurpose spent={usage.spent} />
      </Section>
    </>
  );
}
