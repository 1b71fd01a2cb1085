/** The frame around the pages: header, navigation (behind a menu button on a phone) and the page. */
import { AppShell, Burger, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigationType } from "react-router";
import { Loading } from "../parts/loading.tsx";
import { pageKeyOf } from "./page-key.ts";
import { SandboxBanner } from "./sandbox-banner.tsx";
import { AlertBanner } from "./alert-banner.tsx";
import { Navigation } from "./navigation.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { useSession } from "./session-gate.tsx";

/** Nothing slides: a page that opens must not move under the reader. */
const LAYOUT = { header: { height: 56 }, padding: { base: "md", md: "xl" }, transitionDuration: 0 } as const;

export function Shell() {
  const { t } = useTranslation();
  const { account } = useSession();
  const { pathname } = useLocation();
  const page = pageKeyOf(pathname);
  const [opened, { toggle, close }] = useDisclosure(false);
  const content = useRef<HTMLElement>(null);
  // Only after a click: on the way back and on a reload the browser restores focus and scroll.
  const arrived = useNavigationType() === "PUSH";
  useEffect(close, [pathname, close]);
  // Before the first paint: a focus that the user moves afterwards stays where it is.
  useLayoutEffect(() => {
    if (!arrived) return;
    window.scrollTo(0, 0);
    content.current?.focus({ preventScroll: true });
  }, [page]);
  return (
    <AppShell {...LAYOUT} navbar={{ width: 240, breakpoint: "sm", collapsed: { mobile: !opened } }}>
      <a className="skip-link" href="#content">
        {t("app.skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={opened ? t("app.closeMenu") : t("app.openMenu")}
            aria-expanded={opened}
            aria-controls="menu"
          />
          <img src="/assets/icon.svg" alt="" width={28} height={28} />
          <Text fw={700} truncate>
            {t("app.name")}
          </Text>
          <Text c="dimmed" size="sm" truncate visibleFrom="sm">
            {t("app.account", { account })}
          </Text>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar id="menu" p="sm" aria-label={t("app.menu")} className={opened ? "menu" : "menu menu-closed"}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" ref={content} tabIndex={-1}>
        <SandboxBanner />
        <div className="page">
          <AlertBanner />
          <PageBoundary key={page}>
            <Suspense fallback={<Loading rows={4} />}>
              <Outlet />
            </Suspense>
          </PageBoundary>
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
