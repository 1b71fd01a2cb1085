/** Sign-in: asks for the Gorgias subdomain and redirects to Gorgias. */
import { Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { PageFrame } from "../parts/page-frame.tsx";
import { LanguageSwitch } from "../shell/language-switch.tsx";
import { SchemeSwitch } from "../shell/scheme-switch.tsx";
import { readSubdomain } from "./read-subdomain.ts";

export function SignInPage() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<"missing" | "invalid" | null>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const account = readSubdomain(typed);
    if (account !== null) window.location.assign(`/install?account=${encodeURIComponent(account)}`);
    else setWrong(typed.trim() === "" ? "missing" : "invalid");
  };
  return (
    <main className="alone">
      <Group gap="sm" mb="md">
        <img src="/assets/icon.svg" alt="" width={28} height={28} />
        <Text fw={700}>{t("app.name")}</Text>
      </Group>
      <Paper withBorder p="xl">
        <PageFrame title={t("page.signIn")} intro={t("signIn.intro")}>
          <form onSubmit={submit} noValidate>
            <Stack>
              <TextInput
                label={t("signIn.label")}
                description={t("signIn.description")}
                error={wrong && t(`signIn.${wrong}`)}
                errorProps={{ role: "alert" }}
                value={typed}
                onChange={({ currentTarget }) => {
                  setTyped(currentTarget.value);
                  setWrong(null);
                }}
                name="account"
                required
                autoComplete="organization"
                autoCapitalize="none"
                spellCheck={false}
              />
              <Button type="submit">{t("signIn.submit")}</Button>
            </Stack>
          </form>
          <Group grow>
            <LanguageSwitch />
            <SchemeSwitch />
          </Group>
        </PageFrame>
      </Paper>
    </main>
  );
}
