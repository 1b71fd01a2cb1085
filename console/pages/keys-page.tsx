/** New API keys for a connection without an OAuth app. Each is checked at once, and waiting work resumes. */
import { Alert, Button, Group, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { replaceKeys, type NewKeys } from "../api/access.ts";
import { connectionQuery } from "../api/queries.ts";
import { useWrite } from "../api/use-write.ts";
import { PageFrame } from "../parts/page-frame.tsx";
import { useErrorMessage } from "../parts/use-error-message.ts";

export function KeysPage() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t("page.keys")} intro={t("keys.intro")}>
      <Stack maw="36rem">
        <SideForm side="gorgias" name="email" secret="key" />
        <SideForm side="aircall" name="id" secret="token" />
      </Stack>
    </PageFrame>
  );
}

const SIDES = { gorgias: "Gorgias", aircall: "Aircall" } as const;

interface SideFormProps {
  side: keyof typeof SIDES;
  /** The field that is no secret. */
  name: "email" | "id";
  secret: "key" | "token";
}

function SideForm({ side, name, secret }: SideFormProps) {
  const { t } = useTranslation();
  const messageOf = useErrorMessage();
  const [typed, setTyped] = useState({ name: "", secret: "" });
  const [isIncomplete, setIncomplete] = useState(false);
  const save = useWrite(
    (csrfToken) => replaceKeys(csrfToken, { [side]: { [name]: typed.name, [secret]: typed.secret } } as NewKeys),
    {
      changes: [connectionQuery.queryKey],
      notification: () => t("keys.replaced", { side: SIDES[side] }),
      onDone: () => setTyped({ name: "", secret: "" }),
    },
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const isComplete = typed.name.trim() !== "" && typed.secret.trim() !== "";
    setIncomplete(!isComplete);
    if (isComplete && !save.isPending) save.mutate(undefined);
  };
  const field = (part: "name" | "secret") => ({
    required: true,
    autoComplete: "off",
    autoCapitalize: "none",
    spellCheck: false,
    value: typed[part],
    error: isIncomplete && typed[part].trim() === "" && t("connect.missing"),
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setTyped({ ...typed, [part]: currentTarget.value }),
  });
  return (
    <Paper withBorder p="md">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Title order={2} size="h4">
            {SIDES[side]}
          </Title>
          <TextInput label={t(`connect.${name}`)} {...field("name")} />
          <PasswordInput
            label={t(`connect.${secret}`)}
            visibilityToggleButtonProps={{
              "aria-label": t(secret === "key" ? "connect.showKey" : "connect.showToken"),
            }}
            {...field("secret")}
          />
          {save.isError && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(save.error)}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t("keys.replace", { side: SIDES[side] })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
