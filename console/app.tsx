/** The console: the providers around every page, and the route of each page. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { createQueries } from "./api/queries.ts";
import { Announcer } from "./parts/announcer.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { SessionGate } from "./shell/session-gate.tsx";
import { Shell } from "./shell/shell.tsx";
import { resolveColors, theme } from "./theme.ts";

const OverviewPage = lazy(() => import("./pages/overview-page.tsx").then((m) => ({ default: m.OverviewPage })));
const SetupPage = lazy(() => import("./pages/setup-page.tsx").then((m) => ({ default: m.SetupPage })));
const ActivityPage = lazy(() => import("./pages/activity-page.tsx").then((m) => ({ default: m.ActivityPage })));
const ActivityItemPage = lazy(() =>
  import("./pages/activity-item-page.tsx").then((m) => ({ default: m.ActivityItemPage })),
);
const UsagePage = lazy(() => import("./pages/usage-page.tsx").then((m) => ({ default: m.UsagePage })));
const NumbersPage = lazy(() => import("./pages/numbers-page.tsx").then((m) => ({ default: m.NumbersPage })));
const AgentsPage = lazy(() => import("./pages/agents-page.tsx").then((m) => ({ default: m.AgentsPage })));
const SettingsPage = lazy(() => import("./pages/settings-page.tsx").then((m) => ({ default: m.SettingsPage })));
const ConnectionPage = lazy(() => import("./pages/connection-page.tsx").then((m) => ({ default: m.ConnectionPage })));
const AuditPage = lazy(() => import("./pages/audit-page.tsx").then((m) => ({ default: m.AuditPage })));

export function App() {
  const [queries] = useState(createQueries);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveColors} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Announcer>
            <SessionGate>
              <Routes>
                <Route element={<Shell />}>
                  <Route index element={<OverviewPage />} />
                  <Route path="setup" element={<SetupPage />} />
                  <Route path="activity" element={<ActivityPage />} />
                  <Route path="activity/:id" element={<ActivityItemPage />} />
                  <Route path="usage" element={<UsagePage />} />
                  <Route path="numbers" element={<NumbersPage />} />
                  <Route path="agents" element={<AgentsPage />} />
                  <Route path="settings" element={<SettingsPage />} />
                  <Route path="connection" element={<ConnectionPage />} />
                  <Route path="audit" element={<AuditPage />} />
                  {/* Bookmarks of earlier versions. */}
                  <Route path="budget" element={<Navigate to="/usage" replace />} />
                  <Route path="lines" element={<Navigate to="/numbers" replace />} />
                  <Route path="*" element={<NotFoundPage />} />
                </Route>
              </Routes>
            </SessionGate>
          </Announcer>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
