/** One line, to be ticked; with a warning where its calls cannot reach us. */
import { Alert, Checkbox, Paper } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { LineAnswer } from "../../../src/http/api/schemas.ts";

export interface NumberCheckboxProps {
  line: LineAnswer;
  ticked: boolean;
  onTick(id: string, on: boolean): void;
}

export function NumberCheckbox({ line, ticked, onTick }: NumberCheckboxProps) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="sm">
      <Checkbox
        label={line.name}
        description={line.digits}
        checked={ticked}
        onChange={({ currentTarget }) => onTick(line.id, currentTarget.checked)}
        className="breakable"
      />
      {ticked && line.linkedInAircall === false && (
        <Alert color="orange" variant="light" mt="sm" title={t("lines.warning")} role="note">
          {t("lines.warningAbout")}
        </Alert>
      )}
    </Paper>
  );
}
