/** The checkbox of one number, with a warning when Aircall sends nothing from it. */
import { Alert, Checkbox, Paper } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { LineAnswer } from "../../../src/http/api/schemas.ts";

export interface NumberCheckboxProps {
  number: LineAnswer;
  isSelected: boolean;
  onSelect(id: string, isSelected: boolean): void;
}

export function NumberCheckbox({ number, isSelected, onSelect }: NumberCheckboxProps) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="sm">
      <Checkbox
        label={number.name}
        description={number.digits}
        checked={isSelected}
        onChange={({ currentTarget }) => onSelect(number.id, currentTarget.checked)}
        className="breakable"
      />
      {isSelected && number.linkedInAircall === false && (
        <Alert color="orange" variant="light" mt="sm" title={t("numbers.warning")} role="note">
          {t("numbers.warningAbout")}
        </Alert>
      )}
    </Paper>
  );
}
