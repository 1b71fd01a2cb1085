/** What Gorgias allows: how much of it is used, what waits for Gorgias, and what requests are spent on. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { BudgetAnswer } from "../../src/http/api/schemas.ts";
import { usageQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { AverageApiCalls } from "./usage/average-api-calls.tsx";
import { UsageGauge } from "./usage/usage-gauge.tsx";
import { LastDay } from "./usage/last-day.tsx";
import { Spent } from "./usage/usage-by-purpose.tsx";
import { LimitNotice } from "./usage/limit-notice.tsx";
import { WaitingByPriority } from "./usage/waiting-by-priority.tsx";

export function UsagePage() {
  const { t } = useTranslation();
  const budget = useQuery(usageQuery);
  return (
    <PageFrame title={t("page.budget")} intro={t("budget.intro")}>
      <Loaded query={budget} rows={5}>
        {(data) => <Parts budget={data} />}
      </Loaded>
    </PageFrame>
  );
}

function Parts({ budget }: { budget: BudgetAnswer }) {
  const { t } = useTranslation();
  const { limit, used } = budget;
  return (
    <>
      {limit === null || used === null ? (
        <EmptyState title={t("budget.none")} about={t("budget.noneAbout")} />
      ) : (
        <Section title={t("budget.now")}>
          <UsageGauge limit={limit} used={used} budget={budget} />
          <LimitNotice limit={limit} used={used} budget={budget} />
        </Section>
      )}
      <Section title={t("budget.waiting")}>
        <WaitingByPriority budget={budget} />
      </Section>
      <Section title={t("budget.day")}>
        <LastDay budget={budget} />
      </Section>
      <Section title={t("budget.each")}>
        <AverageApiCalls taken={budget.taken} />
      </Section>
      <Section title={t("budget.spent")}>
        <Spent spent={budget.spent} />
      </Section>
    </>
  );
}
