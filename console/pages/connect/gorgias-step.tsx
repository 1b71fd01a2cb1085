/** The Gorgias side: address, e-mail and API key of an admin. */
import { PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GorgiasChecked } from "../../../src/http/api/schemas.ts";
import { checkGorgias, type GorgiasKey } from "../../api/access.ts";
import { CheckPart } from "./check-part.tsx";
import { StepFrame } from "./step-frame.tsx";
import { useTyped } from "./use-typed.ts";

export interface GorgiasStepProps {
  isLocked: boolean;
  onChecked(typed: GorgiasKey, found: GorgiasChecked | null): void;
}

const FIELDS = {
  bad_account: "account",
  unknown_account: "account",
  already_connected: "account",
  gorgias_key_rejected: "key",
  not_an_admin: "email",
} as const;

export function GorgiasStep({ isLocked, onChecked }: GorgiasStepProps) {
  const { t } = useTranslation();
  const empty = { account: "", email: "", key: "" };
  const typed = useTyped<GorgiasKey, GorgiasChecked>({ empty, check: checkGorgias, onChecked, fieldOf: FIELDS });
  const { found } = typed;
  return (
    <StepFrame title={t("connect.step.gorgias")} about={t("connect.about.gorgias")} state={typed.state}>
      {found && (
        <Text className="breakable">
          {t("connect.admin", { who: found.name ?? found.email ?? "?", account: found.account })}
        </Text>
      )}
      {!isLocked && (
        <form onSubmit={typed.submit} noValidate>
          <fieldset className="plain-fieldset">
            <legend className="visually-hidden">{t("connect.step.gorgias")}</legend>
            <Stack gap="sm">
              <TextInput
                label={t("connect.account")}
                description={t("connect.accountAbout")}
                {...typed.field("account")}
              />
              <TextInput label={t("connect.email")} type="email" {...typed.field("email")} />
              <PasswordInput
                label={t("connect.key")}
                description={t("connect.keyAbout")}
                visibilityToggleButtonProps={{ "aria-label": t("connect.showKey") }}
                {...typed.field("key")}
              />
              <CheckPart
                problem={typed.otherError}
                label={t("connect.checkGorgias")}
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
