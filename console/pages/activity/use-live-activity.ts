/** The loaded pages of the activity, kept up to date by refreshing the first page only. */
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ActivityAnswer } from "../../../src/http/api/schemas.ts";
import { readActivity, type ActivityFilter } from "../../api/activity.ts";
import { mergeNewest } from "./merge-newest.ts";

const REFRESH_MS = 3_000;

export function useLiveActivity({ query, kind, result }: ActivityFilter) {
  const filter = { query: query.trim(), kind, result };
  const queries = useQueryClient();
  const key = ["activity", filter];
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => readActivity(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const newest = useQuery({
    queryKey: ["activity-newest", filter],
    queryFn: ({ signal }) => readActivity(filter, null, signal),
    enabled: pages.data !== undefined,
    refetchInterval: REFRESH_MS,
    initialData: pages.data?.pages[0],
  });
  const head = newest.data;
  const loaded = pages.data !== undefined;
  useEffect(() => {
    if (!head || !loaded) return;
    queries.setQueryData<InfiniteData<ActivityAnswer, string | null>>(key, (before) => before && merged(before, head));
    // The key depends on the filter only, and a new filter brings a new head.
  }, [head, loaded]);
  return { pages, isBehind: newest.isError };
}

function merged(before: InfiniteData<ActivityAnswer, string | null>, head: ActivityAnswer) {
  const pages = mergeNewest(before.pages, head);
  return pages === before.pages ? before : { pages, pageParams: before.pageParams.slice(0, pages.length) };
}
