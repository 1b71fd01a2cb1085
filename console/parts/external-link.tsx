/** A link out of the console, in a new tab. Only http and https: a URL from outside could hold a script. */
import { Anchor, Text, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  const { t } = useTranslation();
  const safe = URL.canParse(href) && /^https?:$/.test(new URL(href).protocol);
  if (!safe) return <Text span>{children}</Text>;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" underline="always">
      {children} <span aria-hidden>↗</span>
      <VisuallyHidden> {t("app.newTab")}</VisuallyHidden>
    </Anchor>
  );
}
