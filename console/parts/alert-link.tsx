/** Links an alert to the page that helps. Renders nothing on that page, or when no page helps. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { Alert } from "../api/alerts.ts";

const TARGETS = {
  deactivated: ["connection", "/connection"],
  "deactivation near": ["usage", "/usage"],
  "token dying": ["setup", "/setup"],
  "gorgias keys refused": null,
  "aircall keys refused": ["setup", "/setup"],
  "no line selected": ["numbers", "/numbers"],
  "lines not linked": ["numbers", "/numbers"],
  "no admin": null,
  "webhook off": null,
  "webhook missing": null,
  "calls unheard": ["numbers", "/numbers"],
  "failed items": ["failed", "/activity?result=failed"],
  "waiting long": ["usage", "/usage"],
} as const satisfies Record<Alert["kind"], readonly [string, string] | null>;

export function AlertLink({ kind }: { kind: Alert["kind"] }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  // A newer service may send kinds that this page does not know.
  const target = Object.hasOwn(TARGETS, kind) ? TARGETS[kind] : null;
  if (!target || target[1] === pathname || target[1] === pathname + search) return null;
  return (
    <Anchor component={Link} to={target[1]} size="sm" underline="always">
      {t(`alerts.links.${target[0]}`)}
    </Anchor>
  );
}
