/** The lines as a list of boxes to tick. Nothing is sent before it is saved. */
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

export function NumberForm({ lines }: { lines: LineAnswer[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const stored = lines.filter((line) => line.selected).map((line) => line.id);
  // Null until something is ticked: then what others save meanwhile is shown.
  const [ticked, setTicked] = useState<ReadonlySet<string> | null>(null);
  const chosen = ticked ?? new Set(stored);
  const changed = chosen.size !== stored.length || stored.some((id) => !chosen.has(id));
  const save = useWrite(selectNumbers, {
    changes: [numbersQuery.queryKey, connectionQuery.queryKey],
    said: () => t("lines.saved"),
    onDone: () => setTicked(null),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (changed && !save.isPending) save.mutate(lines.map((line) => line.id).filter((id) => chosen.has(id)));
  };
  const tick = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Group>
          <Button variant="default" size="xs" onClick={() => setTicked(new Set(lines.map((line) => line.id)))}>
            {t("lines.all")}
          </Button>
          <Button variant="default" size="xs" onClick={() => setTicked(new Set())}>
            {t("lines.nothing")}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {t("lines.chosen", { chosen: formats.number(chosen.size), all: formats.number(lines.length) })}
          </Text>
        </Group>
        <fieldset className="plain-fieldset">
          <legend className="visually-hidden">{t("lines.legend")}</legend>
          {lines.map((line) => (
            <NumberCheckbox key={line.id} line={line} ticked={chosen.has(line.id)} onTick={tick} />
          ))}
        </fieldset>
        {save.isError && <ErrorAlert error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} {...lookDisabled(!changed)}>
            {changed ? t("lines.save") : t("lines.unchanged")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
