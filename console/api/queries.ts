/** The queries of the API: cache keys and refresh intervals. */
import { keepPreviousData, MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { readAlerts } from "./alerts.ts";
import { readAgents, readDeskUsers } from "./agents.ts";
import { readActivityItem, readOptions } from "./activity.ts";
import { readUsage, readUsageDistribution } from "./usage.ts";
import { checkConnection, readConnection, readConnectionDetails } from "./connection.ts";
import { readNumbers } from "./numbers.ts";
import { readOverview } from "./overview.ts";
import { readReport } from "./reports.ts";
import type { ReportFilter } from "../pages/report/report-filter.ts";
import { ApiError } from "./request.ts";
import { readSession } from "./session.ts";
import { readCardPreview, readSettings } from "./settings.ts";
import { readTokens } from "./tokens.ts";
import { readWebhooks } from "./webhooks.ts";

const OFTEN_MS = 4_000;
const SELDOM_MS = 15_000;
/** For figures of many days. */
const RARELY_MS = 60_000;

/** A 401 for any request means that the session has ended. The session gate then shows the sign-in page. */
export function createQueries(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => endSession(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => endSession(client, error) }),
    defaultOptions: {
      queries: { retry: isWorthRetrying, retryDelay: 800, staleTime: 2_000, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  // Nothing shows it while the session lasts.
  client.setQueryDefaults(LAST_ACCOUNT, { gcTime: Number.POSITIVE_INFINITY });
  return client;
}

/** The account of the session. It stays when the session has ended, and goes when the user signs out. */
export const LAST_ACCOUNT = ["last-account"];

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
export const connectionDetailsQuery = queryOptions({
  queryKey: ["connection", "details"],
  queryFn: ({ signal }) => readConnectionDetails(signal),
  refetchInterval: OFTEN_MS,
});
/** Each check asks both vendors, so it is not repeated by itself. */
export const findingsQuery = queryOptions({
  queryKey: ["findings"],
  queryFn: ({ signal }) => checkConnection(signal),
  staleTime: 60_000,
  refetchOnWindowFocus: false,
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
export function usageDistributionQuery(days: number) {
  return queryOptions({
    queryKey: ["usage", "distribution", days],
    queryFn: ({ signal }) => readUsageDistribution(days, signal),
    refetchInterval: RARELY_MS,
    placeholderData: keepPreviousData,
  });
}
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

export const tokensQuery = queryOptions({ queryKey: ["tokens"], queryFn: ({ signal }) => readTokens(signal) });

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => readWebhooks(signal),
  refetchInterval: SELDOM_MS,
});

export const activityOptionsQuery = queryOptions({
  queryKey: ["activity-options"],
  queryFn: ({ signal }) => readOptions(signal),
  staleTime: 60_000,
});

export function cardPreviewQuery(settings: Record<string, string>) {
  return queryOptions({
    queryKey: ["card-preview", settings],
    queryFn: ({ signal }) => readCardPreview(settings, signal),
  });
}

/** An item in progress is refreshed often. */
export function activityItemQuery(id: string) {
  return queryOptions({
    queryKey: ["activity-item", id],
    queryFn: ({ signal }) => readActivityItem(id, signal),
    refetchInterval: ({ state }) => (state.data?.result === "pending" ? OFTEN_MS : SELDOM_MS),
  });
}

/** While another range loads, the previous report stays. */
export function reportQuery(filter: ReportFilter) {
  return queryOptions({
    queryKey: ["report", filter],
    queryFn: ({ signal }) => readReport(filter, signal),
    placeholderData: keepPreviousData,
  });
}
