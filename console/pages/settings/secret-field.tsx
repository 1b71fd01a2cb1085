/** A setting whose saved value is a secret: shown masked, replaced or removed, never shown again. */
import { Button, Group, Input, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SettingFieldProps } from "./setting-field.tsx";

export interface SecretFieldProps extends SettingFieldProps {
  label: string;
  description: string;
}

export function SecretField({ setting, value, error, onChange, label, description }: SecretFieldProps) {
  const { t } = useTranslation();
  const isSaved = setting.value !== "" && value === setting.value;
  if (isSaved) {
    return (
      <Input.Wrapper label={label} description={description} labelElement="div">
        <Group gap="sm" mt={6}>
          <code className="breakable">{String(value)}</code>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`${t("settings.replace")}: ${label}`}
            onClick={() => onChange("")}
          >
            {t("settings.replace")}
          </Button>
        </Group>
      </Input.Wrapper>
    );
  }
  return (
    <>
      <TextInput
        label={label}
        description={description}
        name={setting.name}
        error={error}
        errorProps={{ role: "alert" }}
        type="url"
        autoComplete="off"
        spellCheck={false}
        value={String(value ?? "")}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {setting.value !== "" && (
        <Group gap="sm" mt={4}>
          <Button variant="default" size="compact-xs" onClick={() => onChange(setting.value)}>
            {t("settings.keep", { value: String(setting.value) })}
          </Button>
        </Group>
      )}
    </>
  );
}
