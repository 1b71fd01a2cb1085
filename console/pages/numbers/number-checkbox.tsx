/** The checkbox of one number, with a warning when Aircall sends nothing from it. */
import { Alert, Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { LineAnswer } from "../../../src/http/api/schemas.ts";
import { StatusWord } from "../../parts/status-word.tsx";

export interface NumberCheckboxProps {
  number: LineAnswer;
  isSelected: boolean;
  onSelect(id: string, isSelected: boolean): void;
}

export function NumberCheckbox({ number, isSelected, onSelect }: NumberCheckboxProps) {
  const { t } = useTranslation();
  const { linkedInAircall: linked } = number;
  return (
    <div className="number-row">
      <Checkbox
        label={number.name}
        description={number.digits}
        checked={isSelected}
        onChange={({ currentTarget }) => onSelect(number.id, currentTarget.checked)}
        className="breakable"
      />
      {linked !== null && (
        <StatusWord status={linked ? "good" : isSelected ? "bad" : "off"}>
          {linked ? t("numbers.linked") : t("numbers.warning")}
        </StatusWord>
      )}
      {isSelected && linked === false && (
        <Alert color="orange" variant="light" role="note" className="number-warning">
          {t("numbers.warningAbout")}
        </Alert>
      )}
    </div>
  );
}
