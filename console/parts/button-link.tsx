/** A link out of the console that looks like a button. Only http and https, as `ExternalLink`. */
import { Button, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function ButtonLink({ href, children }: { href: string; children: ReactNode }) {
  const { t } = useTranslation();
  if (!URL.canParse(href) || !/^https?:$/.test(new URL(href).protocol)) return null;
  return (
    <Button component="a" href={href} target="_blank" rel="noreferrer" variant="default">
      {children}&nbsp;<span aria-hidden>↗</span>
      <VisuallyHidden> {t("app.newTab")}</VisuallyHidden>
    </Button>
  );
}
