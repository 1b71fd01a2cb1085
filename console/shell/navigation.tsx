/** The list of pages. Below it: language, theme, the user and sign-out. */
import { Button, NavLink, Stack, Text } from "@mantine/core";
import {
  IconChartBar,
  IconGauge,
  IconHash,
  IconHistory,
  IconLayoutDashboard,
  IconListCheck,
  IconPhoneCall,
  IconPlugConnected,
  IconSettings,
  IconUsers,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NavLink as RouterLink } from "react-router";
import { sessionQuery } from "../api/queries.ts";
import { signOut } from "../api/session.ts";
import { useAnnounce } from "../parts/announcer.tsx";
import { forgetDrafts } from "../parts/use-draft.ts";
import { useErrorMessage } from "../parts/use-error-message.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import { useSession } from "./session-gate.tsx";

const PAGES = [
  ["overview", "/", IconLayoutDashboard],
  ["activity", "/activity", IconPhoneCall],
  ["reports", "/reports", IconChartBar],
  ["usage", "/usage", IconGauge],
  ["numbers", "/numbers", IconHash],
  ["agents", "/agents", IconUsers],
  ["connection", "/connection", IconPlugConnected],
  ["setup", "/setup", IconListCheck],
  ["settings", "/settings", IconSettings],
  ["audit", "/audit", IconHistory],
] as const;

export function Navigation() {
  const { t } = useTranslation();
  const { user } = useSession();
  const leave = useSignOut();
  return (
    <>
      <ul className="plain-list menu-pages">
        {PAGES.map(([page, address, Icon]) => (
          <li key={page}>
            <NavLink
              component={RouterLink}
              to={address}
              end={address === "/"}
              label={t(`page.${page}`)}
              leftSection={<Icon size={18} aria-hidden />}
            />
          </li>
        ))}
      </ul>
      <Stack gap="xs" className="menu-person">
        <LanguageSwitch />
        <SchemeSwitch />
        <Text size="sm" c="dimmed" className="breakable">
          {user.name ?? user.email ?? ""}
        </Text>
        <Button variant="default" size="sm" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t("app.signOut")}
        </Button>
      </Stack>
    </>
  );
}

function useSignOut() {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const messageOf = useErrorMessage();
  return useMutation({
    mutationFn: () => signOut(csrfToken),
    onSuccess: () => {
      announce(t("signIn.signedOut"));
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      forgetDrafts();
      queries.setQueryData(sessionQuery.queryKey, null);
    },
    onError: (error) => announce(messageOf(error)),
  });
}
