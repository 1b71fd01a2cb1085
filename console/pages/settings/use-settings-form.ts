/** The unsaved changes of all sections, the errors of their fields, and saving them. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SettingAnswer } from "../../../src/http/api/schemas.ts";
import { settingsQuery } from "../../api/queries.ts";
import { ApiError } from "../../api/request.ts";
import { changeSettings } from "../../api/settings.ts";
import { useAnnounce } from "../../parts/announcer.tsx";
import { useDraft } from "../../parts/use-draft.ts";
import { useErrorMessage } from "../../parts/use-error-message.ts";
import { useSession } from "../../shell/session-gate.tsx";

export type Edits = Readonly<Record<string, unknown>>;

export interface SettingsForm {
  /** The changed values by setting. */
  changes: Edits;
  /** What the field shows. */
  valueOf(setting: SettingAnswer): unknown;
  edit(name: string, value: unknown): void;
  discard(): void;
  /** The error of a field, from the server, in the reader's language. */
  errorOf(name: string): string | null;
  /** Settings whose values were rejected. */
  wrongNames: string[];
  showErrors(error: unknown): void;
  /** Why saving failed as a whole. */
  error: string | null;
  isSaving: boolean;
  save(): void;
}

const NO_EDITS: Edits = {};

/** `onRejected` gets the settings at fault. */
export function useSettingsForm(
  settings: readonly SettingAnswer[],
  onRejected: (names: readonly string[]) => void,
): SettingsForm {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const messageOf = useErrorMessage();
  const secrets = settings.filter(({ secret }) => secret).map(({ name }) => name);
  const [edits, setEdits] = useDraft<Edits>("settings", NO_EDITS, (draft) => !secrets.some((name) => name in draft));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const changes = Object.fromEntries(
    settings
      .filter(({ name, value }) => Object.hasOwn(edits, name) && edits[name] !== value)
      .map(({ name }) => [name, edits[name]]),
  );
  const showErrors = (error: unknown) => {
    const fields = error instanceof ApiError ? error.fields : [];
    setWrong(Object.fromEntries(fields.map(({ name, message }) => [name, message])));
    if (fields.length > 0) onRejected(fields.map(({ name }) => name));
  };
  const saving = useMutation({
    mutationFn: () => changeSettings(csrfToken, changes),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: settingsQuery.queryKey });
      setEdits(NO_EDITS);
      setWrong({});
      announce(t("settings.saved"));
    },
    onError: showErrors,
  });
  const wrongNames = Object.keys(wrong);
  return {
    changes,
    valueOf: ({ name, value }) => (Object.hasOwn(edits, name) ? edits[name] : value),
    edit(name, value) {
      setEdits({ ...edits, [name]: value });
      setWrong(Object.fromEntries(Object.entries(wrong).filter(([other]) => other !== name)));
    },
    discard() {
      setEdits(NO_EDITS);
      setWrong({});
      saving.reset();
    },
    errorOf: (name) => wrong[name] ?? null,
    wrongNames,
    showErrors,
    error: whySaving(saving.error) ? messageOf(saving.error) : null,
    isSaving: saving.isPending,
    save: () => saving.mutate(),
  };
}

/** Errors of fields are shown at the fields. */
function whySaving(error: unknown): boolean {
  return error !== null && !(error instanceof ApiError && error.fields.length > 0);
}
