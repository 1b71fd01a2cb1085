/** Signs in a Gorgias admin with their e-mail and API key, where no OAuth app is registered. */
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { signInWithKey, type GorgiasKey } from "../../api/access.ts";
import { useErrorMessage } from "../../parts/use-error-message.ts";

const EMPTY: GorgiasKey = { account: "", email: "", key: "" };

const LINK_COMMAND = "aircall-gorgias console-link";

export function KeySignIn() {
  const { t } = useTranslation();
  const messageOf = useErrorMessage();
  const [typed, setTyped] = useState(EMPTY);
  const [isIncomplete, setIncomplete] = useState(false);
  const signIn = useMutation({
    mutationFn: () => signInWithKey(typed),
    onSuccess: (next) => window.location.assign(next),
  });
  const missing = (name: keyof GorgiasKey) => isIncomplete && typed[name].trim() === "" && t("connect.missing");
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const complete = Object.values(typed).every((value) => value.trim() !== "");
    setIncomplete(!complete);
    if (complete) signIn.mutate();
  };
  const field = (name: keyof GorgiasKey) => ({
    name,
    required: true,
    value: typed[name],
    error: missing(name),
    autoCapitalize: "none",
    spellCheck: false,
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      setTyped({ ...typed, [name]: currentTarget.value });
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t("connect.account")}
          description={t("connect.accountAbout")}
          autoComplete="organization"
          {...field("account")}
        />
        <TextInput label={t("connect.email")} type="email" autoComplete="username" {...field("email")} />
        <PasswordInput
          label={t("connect.key")}
          description={t("connect.keyAbout")}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("connect.showKey") }}
          {...field("key")}
        />
        {signIn.isError && (
          <Alert color="red" variant="light" role="alert">
            {messageOf(signIn.error)}
          </Alert>
        )}
        <Button type="submit" loading={signIn.isPending || signIn.isSuccess}>
          {t("signIn.withKey")}
        </Button>
        <Text size="sm" c="dimmed">
          {t("signIn.orLink")} <code>{LINK_COMMAND}</code>
        </Text>
      </Stack>
    </form>
  );
}
