/** The console: the providers around every page, and the route of each page. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { createBrowserRouter, createRoutesFromElements, Navigate, Outlet, Route, RouterProvider } from "react-router";
import { createQueries } from "./api/queries.ts";
import { Announcer } from "./parts/announcer.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { OpenPages } from "./shell/open-pages.tsx";
import { SessionGate } from "./shell/session-gate.tsx";
import { Shell } from "./shell/shell.tsx";
import { resolveColors, theme } from "./theme.ts";

const OverviewPage = lazy(() => import("./pages/overview-page.tsx").then((m) => ({ default: m.OverviewPage })));
const SetupPage = lazy(() => import("./pages/setup-page.tsx").then((m) => ({ default: m.SetupPage })));
const KeysPage = lazy(() => import("./pages/keys-page.tsx").then((m) => ({ default: m.KeysPage })));
const ActivityPage = lazy(() => import("./pages/activity-page.tsx").then((m) => ({ default: m.ActivityPage })));
const ActivityItemPage = lazy(() =>
  import("./pages/activity-item-page.tsx").then((m) => ({ default: m.ActivityItemPage })),
);
const ReportsPage = lazy(() => import("./pages/reports-page.tsx").then((m) => ({ default: m.ReportsPage })));
const UsagePage = lazy(() => import("./pages/usage-page.tsx").then((m) => ({ default: m.UsagePage })));
const NumbersPage = lazy(() => import("./pages/numbers-page.tsx").then((m) => ({ default: m.NumbersPage })));
const AgentsPage = lazy(() => import("./pages/agents-page.tsx").then((m) => ({ default: m.AgentsPage })));
const SettingsPage = lazy(() => import("./pages/settings-page.tsx").then((m) => ({ default: m.SettingsPage })));
const ConnectionPage = lazy(() => import("./pages/connection-page.tsx").then((m) => ({ default: m.ConnectionPage })));
const AuditPage = lazy(() => import("./pages/audit-page.tsx").then((m) => ({ default: m.AuditPage })));
const TokensPage = lazy(() => import("./pages/tokens-page.tsx").then((m) => ({ default: m.TokensPage })));
const WebhooksPage = lazy(() => import("./pages/webhooks-page.tsx").then((m) => ({ default: m.WebhooksPage })));

function makeRouter() {
  return createBrowserRouter(
    createRoutesFromElements(
      <Route
        element={
          <OpenPages>
            <SessionGate>
              <Outlet />
            </SessionGate>
          </OpenPages>
        }
      >
        <Route element={<Shell />}>
          <Route index element={<OverviewPage />} />
          <Route path="setup" element={<SetupPage />} />
          <Route path="keys" element={<KeysPage />} />
          <Route path="activity" element={<ActivityPage />} />
          <Route path="activity/:id" element={<ActivityItemPage />} />
          <Route path="reports" element={<ReportsPage />} />
          <Route path="usage" element={<UsagePage />} />
          <Route path="numbers" element={<NumbersPage />} />
          <Route path="agents" element={<AgentsPage />} />
          <Route path="settings/:section?" element={<SettingsPage />} />
          <Route path="settings/tokens" element={<TokensPage />} />
          <Route path="settings/webhooks" element={<WebhooksPage />} />
          <Route path="connection" element={<ConnectionPage />} />
          <Route path="audit" element={<AuditPage />} />
          {/* Bookmarks of earlier versions. */}
          <Route path="budget" element={<Navigate to="/usage" replace />} />
          <Route path="lines" element={<Navigate to="/numbers" replace />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Route>,
    ),
  );
}

export function App() {
  const [queries] = useState(createQueries);
  const [router] = useState(makeRouter);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveColors} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Announcer>
          <RouterProvider router={router} />
        </Announcer>
      </QueryClientProvider>
    </MantineProvider>
  );
}
