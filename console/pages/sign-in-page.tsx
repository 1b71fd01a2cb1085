/** Sign-in: asks for the Gorgias subdomain and redirects to Gorgias. */
import { Alert, Box, Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { PageFrame } from "../parts/page-frame.tsx";
import { LanguageSwitch } from "../shell/language-switch.tsx";
import { SchemeSwitch } from "../shell/scheme-switch.tsx";
import { signInWaysQuery } from "../api/access-queries.ts";
import { KeySignInPage } from "./sign-in/key-sign-in-page.tsx";
import { KeySignIn } from "./sign-in/key-sign-in.tsx";
import { readSubdomain } from "./read-subdomain.ts";

export interface SignInPageProps {
  /** The account whose session has ended meanwhile. */
  endedFor: string | null;
  /** It has ended because the user disconnected the account. */
  isDisconnected: boolean;
}

export function SignInPage({ endedFor, isDisconnected }: SignInPageProps) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const [typed, setTyped] = useState(endedFor ?? "");
  const [wrong, setWrong] = useState<"missing" | "invalid" | null>(null);
  const ways = useQuery(signInWaysQuery);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const account = readSubdomain(typed);
    // Back to where the user was, or wanted to go.
    const back = isDisconnected || pathname + search === "/" ? {} : { return: pathname + search };
    if (account !== null) window.location.assign(`/install?${new URLSearchParams({ account, ...back }).toString()}`);
    else setWrong(typed.trim() === "" ? "missing" : "invalid");
  };
  if (ways.data?.oauth === false) return <KeySignInPage />;
  return (
    <main className="alone">
      <Group gap="sm" mb="md">
        <img src="/assets/icon.svg" alt="" width={28} height={28} />
        <Text fw={700}>{t("app.name")}</Text>
      </Group>
      <Paper withBorder p="xl">
        <PageFrame title={t("page.signIn")} intro={t("signIn.intro")}>
          {endedFor !== null && <EndNotice isDisconnected={isDisconnected} />}
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
          {ways.data?.key && <KeyWay />}
          <Group grow>
            <LanguageSwitch />
            <SchemeSwitch />
          </Group>
        </PageFrame>
      </Paper>
    </main>
  );
}

function EndNotice({ isDisconnected }: { isDisconnected: boolean }) {
  const { t } = useTranslation();
  return (
    <Alert
      variant="light"
      color="yellow"
      role="status"
      icon={<IconClock aria-hidden />}
      title={isDisconnected ? t("connection.disconnect.done") : t("signIn.ended")}
    >
      {isDisconnected ? t("signIn.disconnectedAbout") : t("signIn.endedAbout")}
    </Alert>
  );
}

/** The other way in, for a connection by API keys. */
function KeyWay() {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t("signIn.orKey")}</summary>
      <Box mt="md">
        <KeySignIn />
      </Box>
    </details>
  );
}
