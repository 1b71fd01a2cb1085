/** One setting: name, description, default and an input of its kind. */
import { Button, Group, NativeSelect, NumberInput, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useSettingLabels } from "./use-setting-labels.ts";

export interface SettingFieldProps {
  setting: SettingAnswer;
  /** The current value in the form. */
  value: unknown;
  /** The value has the wrong kind. */
  isWrong: boolean;
  onChange(value: unknown): void;
}

export function SettingField(props: SettingFieldProps) {
  const { t } = useTranslation();
  const labels = useSettingLabels();
  const { setting, value, onChange } = props;
  const name = labels.name(setting.name);
  return (
    <div className="setting">
      <Field {...props} />
      <Group gap="sm" mt={4}>
        <Text size="sm" c="dimmed" className="breakable">
          {t("settings.default", { value: labels.value(setting, setting.default) })}
        </Text>
        {value !== setting.default && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={t("settings.reset", { name })}
            onClick={() => onChange(setting.default)}
          >
            {t("settings.resetShort")}
          </Button>
        )}
      </Group>
    </div>
  );
}

function Field({ setting, value, isWrong, onChange }: SettingFieldProps) {
  const { t } = useTranslation();
  const labels = useSettingLabels();
  const common = { label: labels.name(setting.name), description: useDescription(setting), name: setting.name };
  switch (setting.kind) {
    case "choice":
      return (
        <NativeSelect
          {...common}
          value={String(value)}
          data={(setting.choices ?? []).map((choice) => ({ value: choice, label: labels.value(setting, choice) }))}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...common}
          value={typeof value === "number" ? value : ""}
          {...(setting.minimum === undefined ? {} : { min: setting.minimum })}
          {...(setting.maximum === undefined ? {} : { max: setting.maximum })}
          error={isWrong && t("settings.number")}
          hideControls
          onChange={onChange}
        />
      );
    case "text":
      return (
        <TextInput
          {...common}
          value={String(value ?? "")}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
  }
}

/** The description from the API, and the range of a number. */
function useDescription({ about, minimum, maximum }: SettingAnswer): string {
  const { t } = useTranslation();
  const formats = useFormats();
  if (minimum === undefined || maximum === undefined) return about;
  return `${about} ${t("settings.between", { minimum: formats.number(minimum), maximum: formats.number(maximum) })}`;
}
