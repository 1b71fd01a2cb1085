/** Leads from an alert to the page that helps; nothing where one is there already, or no page helps. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { Alert } from "../api/alerts.ts";

const HELP = {
  deactivated: ["connection", "/connection"],
  "deactivation near": ["budget", "/budget"],
  "token dying": ["setup", "/setup"],
  "gorgias keys refused": null,
  "aircall keys refused": ["setup", "/setup"],
  "no line selected": ["lines", "/lines"],
  "lines not linked": ["lines", "/lines"],
  "no admin": null,
  "webhook off": null,
  "webhook missing": null,
  "calls unheard": ["lines", "/lines"],
  "failed items": ["failed", "/activity?result=failed"],
  "waiting long": ["budget", "/budget"],
} as const satisfies Record<Alert["kind"], readonly [string, string] | null>;

export function AlertLink({ kind }: { kind: Alert["kind"] }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  // A newer service may tell of kinds that this page does not know.
  const help = Object.hasOwn(HELP, kind) ? HELP[kind] : null;
  if (!help || help[1] === pathname || help[1] === pathname + search) return null;
  return (
    <Anchor component={Link} to={help[1]} size="sm" underline="always">
      {t(`alerts.links.${help[0]}`)}
    </Anchor>
  );
}
