/** The form for a new API token. The token is shown once, below the form. */
import { Button, Group, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { tokensQuery } from "../../api/queries.ts";
import { createToken, type TokenRequest } from "../../api/tokens.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { ShownOnce } from "../../parts/shown-once.tsx";

const LIFETIMES = ["30", "90", "365", "never"] as const;
const LONGEST_NAME = 100;

export function TokenForm() {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<TokenRequest["scope"]>("read");
  const [lifetime, setLifetime] = useState<string>("90");
  const [isMissing, setIsMissing] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const create = useWrite(
    async (csrfToken, wanted: TokenRequest) => setSecret((await createToken(csrfToken, wanted)).secret),
    {
      changes: [tokensQuery.queryKey],
      notification: (wanted) => t("tokens.created", { name: wanted.name }),
      onDone: () => setName(""),
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    setIsMissing(wanted === "");
    if (wanted === "") return;
    setSecret(null);
    create.mutate({ name: wanted, scope, expiresInDays: lifetime === "never" ? null : Number(lifetime) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="api-form">
        <TextInput
          label={t("tokens.name")}
          description={t("tokens.nameAbout")}
          value={name}
          maxLength={LONGEST_NAME}
          error={isMissing ? t("tokens.nameMissing") : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t("tokens.scope")}
          description={t("tokens.scopeAbout")}
          allowDeselect={false}
          data={(["read", "write"] as const).map((value) => ({ value, label: t(`tokens.scopes.${value}`) }))}
          value={scope}
          onChange={(value) => setScope(value === "write" ? "write" : "read")}
        />
        <LifetimeSelect value={lifetime} onChange={setLifetime} />
      </div>
      <Group mt="md">
        <Button type="submit" loading={create.isPending}>
          {t("tokens.create")}
        </Button>
      </Group>
      {create.isError && <ErrorAlert error={create.error} />}
      {secret !== null && <ShownOnce label={t("tokens.secret")} about={t("tokens.secretAbout")} secret={secret} />}
    </form>
  );
}

function LifetimeSelect({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  return (
    <Select
      label={t("tokens.expires")}
      description={t("tokens.expiresAbout")}
      allowDeselect={false}
      data={LIFETIMES.map((days) => ({ value: days, label: t(`tokens.lifetimes.${days}`) }))}
      value={value}
      onChange={(chosen) => onChange(chosen ?? value)}
    />
  );
}
