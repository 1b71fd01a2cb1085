/** What happened, newest first: searched, filtered, followed live, and loaded piece by piece. */
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ActivityFilter } from "../api/activity.ts";
import { PageFrame } from "../parts/page-frame.tsx";
import { ActivityFilters } from "./activity/activity-filters.tsx";
import { ActivityList } from "./activity/activity-list.tsx";
import { filterToSearch, searchToFilter } from "./activity/filter-in-address.ts";

const TYPING_MS = 300;

/** The filter is part of the address, so that it can be sent to somebody and survives the way back from a call. */
export function ActivityPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [filter, setFilter] = useState<ActivityFilter>(() => searchToFilter(search));
  const [settled] = useDebouncedValue(filter, TYPING_MS);
  useEffect(() => {
    const next = filterToSearch(settled);
    if (next !== filterToSearch(searchToFilter(search))) setSearch(next, { replace: true });
    // Only when the filter settles: the address follows the filter, not the other way round.
  }, [settled]);
  return (
    <PageFrame title={t("page.activity")} intro={t("activity.live")}>
      <ActivityFilters filter={filter} onChange={setFilter} />
      <ActivityList filter={settled} onClear={() => setFilter({ query: "", kind: "", result: "" })} />
    </PageFrame>
  );
}
