/** What is asked of the API, under which key it is kept, and when it is asked again. */
import { QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { readAlerts } from "./alerts.ts";
import { readAgents, readDeskUsers } from "./agents.ts";
import { readCall } from "./activity.ts";
import { readBudget } from "./budget.ts";
import { readConnection } from "./connection.ts";
import { readLines } from "./lines.ts";
import { readOverview } from "./overview.ts";
import { ApiError } from "./request.ts";
import { readSession } from "./session.ts";
import { readSettings } from "./settings.ts";

const OFTEN_MS = 4_000;
const NOW_AND_THEN_MS = 15_000;

/** An answer 401 to anything means that the session is over: the sign-in page follows from that. */
export function createQueries(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => endSession(client, error),
    }),
    defaultOptions: {
      queries: { retry: worthRetrying, retryDelay: 800, staleTime: 2_000, networkMode: "always" },
      mutations: { onError: (error) => endSession(client, error), networkMode: "always" },
    },
  });
  return client;
}

function endSession(client: QueryClient, error: unknown): void {
  if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionQuery.queryKey, null);
}

/** Once, and only what may pass by itself. */
function worthRetrying(failures: number, error: unknown): boolean {
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
  refetchInterval: NOW_AND_THEN_MS,
});
export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => readOverview(signal),
  refetchInterval: NOW_AND_THEN_MS,
});
export const budgetQuery = queryOptions({
  queryKey: ["budget"],
  queryFn: ({ signal }) => readBudget(signal),
  refetchInterval: OFTEN_MS,
});
export const alertsQuery = queryOptions({
  queryKey: ["alerts"],
  queryFn: ({ signal }) => readAlerts(signal),
  refetchInterval: NOW_AND_THEN_MS,
});
export const linesQuery = queryOptions({ queryKey: ["lines"], queryFn: ({ signal }) => readLines(signal) });
export const agentsQuery = queryOptions({ queryKey: ["agents"], queryFn: ({ signal }) => readAgents(signal) });
export const deskUsersQuery = queryOptions({
  queryKey: ["desk-users"],
  queryFn: ({ signal }) => readDeskUsers(signal),
});

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => readSettings(signal),
});

/** A call that is under way is looked at often. */
export function callQuery(id: string) {
  return queryOptions({
    queryKey: ["call", id],
    queryFn: ({ signal }) => readCall(id, signal),
    refetchInterval: ({ state }) => (state.data?.result === "pending" ? OFTEN_MS : NOW_AND_THEN_MS),
  });
}
