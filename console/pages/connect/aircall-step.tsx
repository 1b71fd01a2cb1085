/** The Aircall side: id and token of an API key. */
import { PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NumbersFound } from "../../../src/http/api/schemas.ts";
import { checkAircall, type AircallKey } from "../../api/access.ts";
import { useFormats } from "../../words/use-formats.ts";
import { CheckPart } from "./check-part.tsx";
import { StepFrame } from "./step-frame.tsx";
import { useTyped } from "./use-typed.ts";

export interface AircallStepProps {
  isLocked: boolean;
  onChecked(typed: AircallKey, found: NumbersFound | null): void;
}

const FIELDS = { aircall_key_rejected: "token" } as const;

export function AircallStep({ isLocked, onChecked }: AircallStepProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const empty = { id: "", token: "" };
  const typed = useTyped<AircallKey, NumbersFound>({ empty, check: checkAircall, onChecked, fieldOf: FIELDS });
  const { found } = typed;
  return (
    <StepFrame title={t("connect.step.aircall")} about={t("connect.about.aircall")} state={typed.state}>
      {found && (
        <Text>
          {t("connect.company", { count: found.numbers.length, numbers: formats.number(found.numbers.length) })}
        </Text>
      )}
      {!isLocked && (
        <form onSubmit={typed.submit} noValidate>
          <fieldset className="plain-fieldset">
            <legend className="visually-hidden">{t("connect.step.aircall")}</legend>
            <Stack gap="sm">
              <TextInput label={t("connect.id")} {...typed.field("id")} />
              <PasswordInput
                label={t("connect.token")}
                visibilityToggleButtonProps={{ "aria-label": t("connect.showToken") }}
                {...typed.field("token")}
              />
              <CheckPart
                problem={typed.otherError}
                label={t("connect.checkAircall")}
                isPending={typed.isPending}
                isDone={Boolean(found)}
              />
            </Stack>
          </fieldset>
        </form>
      )}
    </StepFrame>
  );
}
