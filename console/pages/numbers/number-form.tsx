/** The numbers as a list of checkboxes. Save sends the selection. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { LineAnswer } from "../../../src/http/api/schemas.ts";
import { selectNumbers } from "../../api/numbers.ts";
import { connectionQuery, numbersQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { lookDisabled } from "../../parts/look-disabled.ts";
import { NumberCheckbox } from "./number-checkbox.tsx";

export function NumberForm({ numbers }: { numbers: LineAnswer[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const stored = numbers.filter((number) => number.selected).map((number) => number.id);
  // Null without changes: then the form shows what other admins save.
  const [edited, setEdited] = useState<ReadonlySet<string> | null>(null);
  const selected = edited ?? new Set(stored);
  const isChanged = selected.size !== stored.length || stored.some((id) => !selected.has(id));
  const save = useWrite(selectNumbers, {
    changes: [numbersQuery.queryKey, connectionQuery.queryKey],
    notification: () => t("numbers.saved"),
    onDone: () => setEdited(null),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isChanged && !save.isPending) save.mutate(numbers.map((number) => number.id).filter((id) => selected.has(id)));
  };
  const select = (id: string, isSelected: boolean) => {
    const next = new Set(selected);
    if (isSelected) next.add(id);
    else next.delete(id);
    setEdited(next);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Group>
          <Button variant="default" size="xs" onClick={() => setEdited(new Set(numbers.map((number) => number.id)))}>
            {t("numbers.all")}
          </Button>
          <Button variant="default" size="xs" onClick={() => setEdited(new Set())}>
            {t("numbers.clear")}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {t("numbers.selected", { selected: formats.number(selected.size), all: formats.number(numbers.length) })}
          </Text>
        </Group>
        <fieldset className="plain-fieldset">
          <legend className="visually-hidden">{t("numbers.legend")}</legend>
          {numbers.map((number) => (
            <NumberCheckbox key={number.id} number={number} isSelected={selected.has(number.id)} onSelect={select} />
          ))}
        </fieldset>
        {save.isError && <ErrorAlert error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} {...lookDisabled(!isChanged)}>
            {isChanged ? t("numbers.save") : t("numbers.unchanged")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
