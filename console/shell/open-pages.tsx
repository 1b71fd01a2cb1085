/** The pages above the session gate: a one-time link, and the set-up page that such a link opens. */
import { lazy, Suspense, type ReactNode } from "react";
import { useLocation } from "react-router";
import { Loading } from "../parts/loading.tsx";

const LinkPage = lazy(() => import("../pages/link-page.tsx").then((m) => ({ default: m.LinkPage })));
const ConnectPage = lazy(() => import("../pages/connect-page.tsx").then((m) => ({ default: m.ConnectPage })));

export function OpenPages({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  if (pathname !== "/link" && pathname !== "/connect") return children;
  return (
    <Suspense
      fallback={
        <main className="alone">
          <Loading rows={4} />
        </main>
      }
    >
      {pathname === "/link" ? <LinkPage /> : <ConnectPage />}
    </Suspense>
  );
}
