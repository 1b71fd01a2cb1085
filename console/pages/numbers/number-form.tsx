/** The numbers as a list of checkboxes. Save sends the selection. */
import { Button, Group, Stack, Text } from "@mantine/core";
import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { LineAnswer } from "../../../src/http/api/schemas.ts";
import { selectNumbers } from "../../api/numbers.ts";
import { connectionQuery, numbersQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { LeaveGuard } from "../../parts/leave-guard.tsx";
import { SaveBar } from "../../parts/save-bar.tsx";
import { useDraft } from "../../parts/use-draft.ts";
import { useErrorMessage } from "../../parts/use-error-message.ts";
import { useFormats } from "../../words/use-formats.ts";
import { NumberCheckbox } from "./number-checkbox.tsx";

export function NumberForm({ numbers }: { numbers: LineAnswer[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const messageOf = useErrorMessage();
  const stored = numbers.filter((number) => number.selected).map((number) => number.id);
  // Null without changes: then the form shows what other admins save.
  const [edited, setEdited] = useDraft<readonly string[] | null>("numbers", null);
  const selected = new Set(edited ?? stored);
  const changed = numbers.filter((number) => number.selected !== selected.has(number.id)).length;
  const save = useWrite(selectNumbers, {
    changes: [numbersQuery.queryKey, connectionQuery.queryKey],
    notification: () => t("numbers.saved"),
    onDone: () => setEdited(null),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (changed > 0 && !save.isPending)
      save.mutate(numbers.map((number) => number.id).filter((id) => selected.has(id)));
  };
  const select = (id: string, isSelected: boolean) => {
    const next = new Set(selected);
    if (isSelected) next.add(id);
    else next.delete(id);
    setEdited([...next]);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Group>
          <Button variant="default" size="xs" onClick={() => setEdited(numbers.map((number) => number.id))}>
            {t("numbers.all")}
          </Button>
          <Button variant="default" size="xs" onClick={() => setEdited([])}>
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
        <SaveBar
          count={changed}
          error={save.isError ? messageOf(save.error) : null}
          isSaving={save.isPending}
          onDiscard={() => {
            setEdited(null);
            save.reset();
          }}
        />
      </Stack>
      <LeaveGuard isChanged={changed > 0} isSamePage={isHere} onLeave={() => setEdited(null)} />
    </form>
  );
}

function isHere(pathname: string): boolean {
  return pathname === "/numbers";
}
