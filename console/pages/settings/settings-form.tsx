/** The form of one section. The changes of all sections stay until they are saved or discarded. */
import { Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { LeaveGuard } from "../../parts/leave-guard.tsx";
import { SaveBar } from "../../parts/save-bar.tsx";
import { CardPreview } from "./card-preview.tsx";
import { isSettingsForm, SETTING_SECTIONS, sectionOf, settingsIn, type SettingSection } from "./group-settings.ts";
import { SectionNav } from "./section-nav.tsx";
import { SettingField } from "./setting-field.tsx";
import { TestAlert } from "./test-alert.tsx";
import { useSettingsForm, type SettingsForm as Form } from "./use-settings-form.ts";

export interface SettingsFormProps {
  settings: readonly SettingAnswer[];
  section: SettingSection;
}

export function SettingsForm({ settings, section }: SettingsFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const focusNext = useRef<string | null>(null);
  const form = useSettingsForm(settings, (names) => {
    const wrong = settings.filter(({ name }) => names.includes(name));
    const here = wrong.find((setting) => sectionOf(setting) === section);
    const first = here ?? wrong.find(({ name }) => name === names[0]);
    if (first === undefined) return;
    focusNext.current = first.name;
    if (!here) void navigate(`/settings/${sectionOf(first)}`);
  });
  // The error is rendered first, then its field takes the focus.
  useEffect(() => {
    if (focusNext.current === null) return;
    const field = document.querySelector<HTMLElement>(`[data-setting="${focusNext.current}"] :is(input, select)`);
    // Null until its section is shown.
    if (!field) return;
    field.focus();
    focusNext.current = null;
  }, [section, form.wrongNames.join()]);
  const count = Object.keys(form.changes).length;
  const sections = SETTING_SECTIONS.filter((one) => settingsIn(one, settings).length > 0);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (count > 0 && !form.isSaving) form.save();
  };
  const countWrong = (one: SettingSection) =>
    settingsIn(one, settings).filter(({ name }) => form.wrongNames.includes(name)).length;
  const wrong = form.wrongNames.length;
  return (
    <div className="settings-layout">
      <SectionNav sections={sections} current={section} countWrong={countWrong} />
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <div>
            <Title order={2} size="h3">
              {t(`settings.sections.${section}`)}
            </Title>
            <Text c="dimmed">{t(`settings.about.${section}`)}</Text>
          </div>
          <Fields settings={settings} section={section} form={form} />
          {section === "alerts" && <AlertTest settings={settings} form={form} />}
          <SaveBar
            count={count}
            error={wrong > 0 ? t("settings.wrong", { count: wrong }) : form.error}
            isSaving={form.isSaving}
            onDiscard={form.discard}
          />
        </Stack>
      </form>
      <LeaveGuard isChanged={count > 0} isSamePage={isSettingsForm} onLeave={form.discard} />
    </div>
  );
}

function AlertTest({ settings, form }: { settings: readonly SettingAnswer[]; form: Form }) {
  const setting = settings.find(({ name }) => name === "alertUrl");
  if (!setting) return null;
  const { alertUrl } = form.changes;
  const typed = typeof alertUrl === "string" ? alertUrl : null;
  return <TestAlert typed={typed} isEmpty={(typed ?? setting.value) === ""} onRejected={form.showErrors} />;
}

function Fields({ settings, section, form }: SettingsFormProps & { form: Form }) {
  return (
    <div className={section === "card" ? "settings-and-preview" : ""}>
      <Stack gap="lg">
        {settingsIn(section, settings).map((setting) => (
          <SettingField
            key={setting.name}
            setting={setting}
            value={form.valueOf(setting)}
            error={form.errorOf(setting.name)}
            onChange={(value) => form.edit(setting.name, value)}
          />
        ))}
      </Stack>
      {section === "card" && <CardPreview settings={settings} changes={form.changes} />}
    </div>
  );
}
