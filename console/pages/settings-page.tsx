/** The settings: sections with addresses of their own, and one bar that saves the changes of all of them. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { settingsQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { readSection } from "./settings/group-settings.ts";
import { SettingsForm } from "./settings/settings-form.tsx";

export function SettingsPage() {
  const { t } = useTranslation();
  const { section: text } = useParams();
  const settings = useQuery(settingsQuery);
  const section = readSection(text ?? "tickets");
  if (section === null) return <NotFoundPage />;
  return (
    <PageFrame
      title={t("page.settings")}
      subtitle={t(`settings.sections.${section}`)}
      intro={t("settings.intro")}
      action={
        <Anchor component={Link} to="/audit?kind=settings" underline="always">
          {t("settings.history")}
        </Anchor>
      }
    >
      <Loaded query={settings} rows={6}>
        {(data) =>
          data.settings.length === 0 ? (
            <EmptyState title={t("settings.noSettings")} />
          ) : (
            <SettingsForm settings={data.settings} section={section} />
          )
        }
      </Loaded>
    </PageFrame>
  );
}
