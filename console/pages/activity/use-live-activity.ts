/**
 * The loaded pages of the activity, kept up to date: new items at the top, and items that are not finished in place.
 * Nothing moves under a reader who has scrolled down: new items wait until they are asked for.
 */
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ActivityAnswer, ActivityItemAnswer } from "../../../src/http/api/schemas.ts";
import { readActivity, readItems } from "../../api/activity.ts";
import { askedFor, filterToSearch, type ChosenFilter } from "./filter-in-address.ts";
import { newerThan, withNewest, withUpdates } from "./merge-newest.ts";

const REFRESH_MS = 3_000;
/** The limit of the API. */
const MOST_WATCHED = 100;
/** Above this the reader sees the top of the list. */
const TOP_PX = 240;

type Pages = InfiniteData<ActivityAnswer, string | null>;

export function useLiveActivity(filter: ChosenFilter) {
  const queries = useQueryClient();
  const name = filterToSearch(filter);
  const key = ["activity", name];
  const read = (cursor: string | null, signal: AbortSignal) =>
    readActivity(askedFor(filter, Date.now()), cursor, signal);
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Infinity,
    gcTime: 10 * 60_000,
    refetchOnWindowFocus: false,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = useQuery({
    queryKey: ["activity-newest", name],
    queryFn: ({ signal }) => read(null, signal),
    enabled: pages.data !== undefined,
    refetchInterval: REFRESH_MS,
    initialData: pages.data?.pages[0],
  });
  const open = items
    .filter(isOpen)
    .slice(0, MOST_WATCHED)
    .map(({ id }) => id);
  const watched = useQuery({
    queryKey: ["activity-items", open.join(",")],
    queryFn: ({ signal }) => readItems(open, signal),
    enabled: open.length > 0,
    refetchInterval: REFRESH_MS,
  });
  const change = (merge: (pages: readonly ActivityAnswer[]) => ActivityAnswer[]) =>
    queries.setQueryData<Pages>(key, (before) => before && { ...before, pages: merge(before.pages) });
  const head = newest.data;
  const waiting = head ? newerThan(items, head.items) : [];
  const show = () => {
    if (head) change((before) => withNewest(before, head));
  };
  useEffect(() => {
    if (head) change((before) => withUpdates(before, head.items));
    if (head && waiting.length > 0 && window.scrollY < TOP_PX) show();
    // The key depends on the filter only, and a new filter brings a new head.
  }, [head]);
  useEffect(() => {
    if (watched.data) change((before) => withUpdates(before, watched.data.items));
  }, [watched.data]);
  return { pages, items, isBehind: newest.isError, waiting: waiting.length, show };
}

function isOpen({ result }: ActivityItemAnswer): boolean {
  return result === "pending" || result === "failed";
}
