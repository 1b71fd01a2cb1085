/** What Gorgias allows: how much of it is used, what waits for Gorgias, and what requests are spent on. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UsageAnswer } from "../../src/http/api/schemas.ts";
import { budgetQuery } from "../api/queries.ts";
import { EmptyNote } from "../parts/empty-note.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { EachTakes } from "./budget/each-takes.tsx";
import { Gauge } from "./budget/gauge.tsx";
import { LastDay } from "./budget/last-day.tsx";
import { Spent } from "./budget/spent.tsx";
import { TightNotice } from "./budget/tight-notice.tsx";
import { WaitingLanes } from "./budget/waiting-lanes.tsx";

export function BudgetPage() {
  const { t } = useTranslation();
  const budget = useQuery(budgetQuery);
  return (
    <PageFrame title={t("page.budget")} intro={t("budget.intro")}>
      <Loaded query={budget} rows={5}>
        {(data) => <Parts budget={data} />}
      </Loaded>
    </PageFrame>
  );
}

function Parts({ budget }: { budget: UsageAnswer }) {
  const { t } = useTranslation();
  const { limit, used } = budget;
  return (
    <>
      {limit === null || used === null ? (
        <EmptyNote title={t("budget.none")} about={t("budget.noneAbout")} />
      ) : (
        <Section title={t("budget.now")}>
          <Gauge limit={limit} used={used} budget={budget} />
          <TightNotice limit={limit} used={used} budget={budget} />
        </Section>
      )}
      <Section title={t("budget.waiting")}>
        <WaitingLanes budget={budget} />
      </Section>
      <Section title={t("budget.day")}>
        <LastDay budget={budget} />
      </Section>
      <Section title={t("budget.each")}>
        <EachTakes taken={budget.taken} />
      </Section>
      <Section title={t("budget.spent")}>
        <Spent spent={budget.spent} />
      </Section>
    </>
  );
}
