/** The numbers that create tickets, the language of tickets, and the button that connects both sides. */
import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { NumbersFound } from "../../../src/http/api/schemas.ts";
import { lookDisabled } from "../../parts/look-disabled.ts";
import { useErrorMessage } from "../../parts/use-error-message.ts";
import { pickLanguage, type Language } from "../../words/language.ts";
import { StepFrame } from "./step-frame.tsx";

export interface NumbersStepProps {
  /** Null until the Aircall key is checked. */
  numbers: NumbersFound["numbers"] | null;
  /** Everything above is checked. */
  isReady: boolean;
  isPending: boolean;
  isDone: boolean;
  error: unknown;
  onConnect(numbers: string[], language: Language): void;
}

export function NumbersStep({ numbers, isDone, isPending, error, ...rest }: NumbersStepProps) {
  const { t } = useTranslation();
  // All are selected at first, so what is kept are the exceptions.
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const chosen = (numbers ?? []).filter(({ id }) => !dropped.has(id));
  const state = isDone ? "done" : isPending ? "checking" : error ? "wrong" : "open";
  return (
    <StepFrame title={t("connect.step.numbers")} about={t("connect.about.numbers")} state={state}>
      {isDone && (
        <Text className="breakable">{chosen.map(({ name, digits }) => `${name} (${digits})`).join(", ")}</Text>
      )}
      {!isDone && numbers === null && <Text c="dimmed">{t("connect.numbersLater")}</Text>}
      {!isDone && numbers !== null && (
        <NumbersForm
          {...rest}
          numbers={numbers}
          isPending={isPending}
          error={error}
          dropped={dropped}
          onDrop={setDropped}
        />
      )}
    </StepFrame>
  );
}

interface NumbersFormProps extends Omit<NumbersStepProps, "numbers" | "isDone"> {
  numbers: NumbersFound["numbers"];
  dropped: ReadonlySet<string>;
  onDrop(dropped: ReadonlySet<string>): void;
}

function NumbersForm({ numbers, dropped, onDrop, isReady, isPending, error, onConnect }: NumbersFormProps) {
  const { t, i18n } = useTranslation();
  const messageOf = useErrorMessage();
  const [language, setLanguage] = useState<Language>(pickLanguage(i18n.language, []));
  const selected = numbers.map(({ id }) => id).filter((id) => !dropped.has(id));
  const canConnect = isReady && selected.length > 0;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (canConnect && !isPending) onConnect(selected, language);
  };
  const toggle = (id: string) => {
    const next = new Set(dropped);
    if (!next.delete(id)) next.add(id);
    onDrop(next);
  };
  return (
    <form onSubmit={submit}>
      <fieldset className="plain-fieldset">
        <legend className="visually-hidden">{t("numbers.legend")}</legend>
        <Stack gap="sm">
          {numbers.map(({ id, name, digits }) => (
            <Checkbox
              key={id}
              label={name}
              description={digits}
              checked={!dropped.has(id)}
              onChange={() => toggle(id)}
              className="breakable"
            />
          ))}
          <TicketLanguage value={language} onChange={setLanguage} />
          {Boolean(error) && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(error)}
            </Alert>
          )}
          {!canConnect && <Text c="dimmed">{t(isReady ? "connect.selectOne" : "connect.checkFirst")}</Text>}
          <Group>
            <Button type="submit" loading={isPending} {...lookDisabled(!canConnect)}>
              {t("connect.connect")}
            </Button>
          </Group>
        </Stack>
      </fieldset>
    </form>
  );
}

function TicketLanguage({ value, onChange }: { value: Language; onChange(language: Language): void }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t("connect.language")}
      value={value}
      onChange={({ currentTarget }) => onChange(pickLanguage(currentTarget.value, []))}
      data={[
        { value: "en", label: "English" },
        { value: "fr", label: "Français" },
      ]}
      maw="20rem"
    />
  );
}
