/** One setting: a switch for a two-way choice, else an input of its kind, with its description and the server's error. */
import { Button, Group, NativeSelect, Switch, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { SecretField } from "./secret-field.tsx";
import { useSettingLabels } from "./use-setting-labels.ts";

export interface SettingFieldProps {
  setting: SettingAnswer;
  /** The current value in the form. */
  value: unknown;
  /** From the server, in the reader's language. */
  error: string | null;
  onChange(value: unknown): void;
}

export function SettingField(props: SettingFieldProps) {
  const { t } = useTranslation();
  const labels = useSettingLabels();
  const { setting, value, onChange } = props;
  const isDefault = value === setting.default || (setting.secret ?? false);
  return (
    <div className="setting" data-setting={setting.name}>
      <Field {...props} />
      {!isDefault && (
        <Group gap="sm" mt={4}>
          <Text size="sm" c="dimmed" className="breakable">
            {t("settings.default", { value: labels.value(setting, setting.default) })}
          </Text>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={t("settings.reset", { name: labels.name(setting.name) })}
            onClick={() => onChange(setting.default)}
          >
            {t("settings.resetShort")}
          </Button>
        </Group>
      )}
    </div>
  );
}

function Field(props: SettingFieldProps) {
  const labels = useSettingLabels();
  const { setting, value, error, onChange } = props;
  const description = useDescription(setting);
  const common = { description, name: setting.name, error, errorProps: { role: "alert" } };
  const label = labels.name(setting.name);
  const { off, choices = [] } = setting;
  const on = off === undefined ? undefined : choices.find((choice) => choice !== off);
  if (on !== undefined) {
    return (
      <Switch
        {...common}
        label={labels.switch(setting.name)}
        checked={value === on}
        withThumbIndicator={false}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? on : off)}
      />
    );
  }
  if (setting.secret) return <SecretField {...props} label={label} description={description} />;
  switch (setting.kind) {
    case "choice":
      return (
        <NativeSelect
          {...common}
          label={label}
          value={String(value)}
          data={choices.map((choice) => ({ value: choice, label: labels.value(setting, choice) }))}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case "number":
      return (
        // Not a number input: those change a wrong number silently, and the server says what is wrong with it.
        <TextInput
          {...common}
          label={label}
          inputMode="numeric"
          autoComplete="off"
          className="number-field"
          value={String(value ?? "")}
          onChange={({ currentTarget }) => onChange(readNumber(currentTarget.value))}
        />
      );
    case "text":
      return (
        <TextInput
          {...common}
          label={label}
          autoComplete="off"
          spellCheck={false}
          value={String(value ?? "")}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
  }
}

/** What is no number stays as it was typed. The server says what it takes. */
function readNumber(typed: string): number | string {
  return /^-?\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : typed;
}

/** The description from the API, and the range of a number. */
function useDescription({ about, minimum, maximum }: SettingAnswer): string {
  const { t } = useTranslation();
  const formats = useFormats();
  if (minimum === undefined || maximum === undefined) return about;
  return `${about} ${t("settings.between", { minimum: formats.number(minimum), maximum: formats.number(maximum) })}`;
}
