/** The queries of the API: cache keys and refresh intervals. */
import { QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { readAlerts } from "./alerts.ts";
import { readAgents, readDeskUsers } from "./agents.ts";
import { readActivityItem } from "./activity.ts";
import { readUsage } from "./usage.ts";
import { readConnection } from "./connection.ts";
import { readNumbers } from "./numbers.ts";
import { readOverview } from "./overview.ts";
import { ApiError } from "./request.ts";
import { readSession } from "./session.ts";
import { readSettings } from "./settings.ts";

const OFTEN_MS = 4_000;
const SELDOM_MS = 15_000;

/** A 401 for any request means that the session has ended. The session gate then shows the sign-in page. */
export function createQueries(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => endSession(client, error),
    }),
    defaultOptions: {
      queries: { retry: isWorthRetrying, retryDelay: 800, staleTime: 2_000, networkMode: "always" },
      mutations: { onError: (error) => endSession(client, error), networkMode: "always" },
    },
  });
  return client;
}

function endSession(client: QueryClient, error: unknown): void {
  if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionQuery.queryKey, null);
}

/** Retries once, and only failures that may be temporary. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  return failures < 1 && error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});
export const connectionQuery = queryOptions({
  queryKey: ["connection"],
  queryFn: ({ signal }) => readConnection(signal),
  refetchInterval: SELDOM_MS,
});
export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => readOverview(signal),
  refetchInterval: SELDOM_MS,
});
export const usageQuery = queryOptions({
  queryKey: ["usage"],
  queryFn: ({ signal }) => readUsage(signal),
  refetchInterval: OFTEN_MS,
});
export const alertsQuery = queryOptions({
  queryKey: ["alerts"],
  queryFn: ({ signal }) => readAlerts(signal),
  refetchInterval: SELDOM_MS,
});
export const numbersQuery = queryOptions({ queryKey: ["numbers"], queryFn: ({ signal }) => readNumbers(signal) });
export const agentsQuery = queryOptions({ queryKey: ["agents"], queryFn: ({ signal }) => readAgents(signal) });
export const deskUsersQuery = queryOptions({
  queryKey: ["desk-users"],
  queryFn: ({ signal }) => readDeskUsers(signal),
});

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => readSettings(signal),
});

/** An item in progress is refreshed often. */
export function activityItemQuery(id: string) {
  return queryOptions({
    queryKey: ["activity-item", id],
    queryFn: ({ signal }) => readActivityItem(id, signal),
    refetchInterval: ({ state }) => (state.data?.result === "pending" ? OFTEN_MS : SELDOM_MS),
  });
}
