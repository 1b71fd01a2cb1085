/** The page for an unknown address. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../parts/empty-state.tsx";
import { PageFrame } from "../parts/page-frame.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t("page.notFound")}>
      <EmptyState title={t("error.noPage")}>
        <Anchor component={Link} to="/" underline="always">
          {t("error.home")}
        </Anchor>
      </EmptyState>
    </PageFrame>
  );
}
