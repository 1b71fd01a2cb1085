/** The form, built from the API's list, so that a new setting needs no code here. Save sends the changes only. */
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
  const [edited, setEdited] = useState<Readonly<Record<string, unknown>>>({});
  const changes = Object.fromEntries(
    settings
      .filter(({ name, value }) => Object.hasOwn(edited, name) && edited[name] !== value)
      .map(({ name }) => [name, edited[name]]),
  );
  const isChanged = Object.keys(changes).length > 0;
  const wrongNames = settings.filter((setting) => isWrong(setting, edited)).map(({ name }) => name);
  const save = useWrite(changeSettings, {
    changes: [settingsQuery.queryKey],
    notification: () => t("settings.saved"),
    onDone: () => setEdited({}),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isChanged && wrongNames.length === 0 && !save.isPending) save.mutate(changes);
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
                value={Object.hasOwn(edited, setting.name) ? edited[setting.name] : setting.value}
                isWrong={wrongNames.includes(setting.name)}
                onChange={(value) => setEdited((before) => ({ ...before, [setting.name]: value }))}
              />
            ))}
          </fieldset>
        ))}
        {save.isError && <ErrorAlert error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} {...lookDisabled(!isChanged || wrongNames.length > 0)}>
            {isChanged ? t("settings.save") : t("settings.unchanged")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Checks numbers only. The API checks text and answers with a message. */
function isWrong({ name, kind }: SettingAnswer, edited: Readonly<Record<string, unknown>>): boolean {
  return kind === "number" && Object.hasOwn(edited, name) && typeof edited[name] !== "number";
}
