/** The form, made from the API's list: a new setting needs nothing here. Only what was changed is sent. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { settingsQuery } from "../../api/queries.ts";
import { changeSettings } from "../../api/settings.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { lookDisabled } from "../../parts/look-disabled.ts";
import { groupSettings } from "./group-settings.ts";
import { SettingField } from "./setting-field.tsx";

export function SettingForm({ settings }: { settings: SettingAnswer[] }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Readonly<Record<string, unknown>>>({});
  const changes = Object.fromEntries(
    settings
      .filter(({ name, value }) => Object.hasOwn(typed, name) && typed[name] !== value)
      .map(({ name }) => [name, typed[name]]),
  );
  const changed = Object.keys(changes).length > 0;
  const wrong = settings.filter((setting) => isWrong(setting, typed)).map(({ name }) => name);
  const save = useWrite(changeSettings, {
    changes: [settingsQuery.queryKey],
    said: () => t("settings.saved"),
    onDone: () => setTyped({}),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (changed && wrong.length === 0 && !save.isPending) save.mutate(changes);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {groupSettings(settings).map(({ group, settings: some }) => (
          <fieldset key={group} className="plain-fieldset settings-group">
            <Text component="legend" fw={700} fz="lg">
              {t(`settings.groups.${group}`)}
            </Text>
            {some.map((setting) => (
              <SettingField
                key={setting.name}
                setting={setting}
                value={Object.hasOwn(typed, setting.name) ? typed[setting.name] : setting.value}
                wrong={wrong.includes(setting.name)}
                onChange={(value) => setTyped((before) => ({ ...before, [setting.name]: value }))}
              />
            ))}
          </fieldset>
        ))}
        {save.isError && <ErrorAlert error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} {...lookDisabled(!changed || wrong.length > 0)}>
            {changed ? t("settings.save") : t("settings.unchanged")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A text is the API's to judge; it answers in words. */
function isWrong({ name, kind }: SettingAnswer, typed: Readonly<Record<string, unknown>>): boolean {
  return kind === "number" && Object.hasOwn(typed, name) && typeof typed[name] !== "number";
}
