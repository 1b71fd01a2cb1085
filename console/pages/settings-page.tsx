/** The settings that the API lists, and their change history. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { settingsQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { ChangeHistory } from "./settings/change-history.tsx";
import { SettingForm } from "./settings/setting-form.tsx";

export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useQuery(settingsQuery);
  return (
    <PageFrame title={t("page.settings")} intro={t("settings.intro")}>
      <Loaded query={settings} rows={6}>
        {(data) => (
          <>
            {data.settings.length === 0 ? (
              <EmptyState title={t("settings.noSettings")} />
            ) : (
              <Section title={t("settings.form")}>
                <SettingForm settings={data.settings} />
              </Section>
            )}
            <Section title={t("settings.history")}>
              <ChangeHistory {...data} />
            </Section>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
