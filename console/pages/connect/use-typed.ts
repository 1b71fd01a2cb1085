/** The fields of one side: what is typed, which are empty, and a check that a later change takes back. */
import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/request.ts";
import { useErrorMessage } from "../../parts/use-error-message.ts";
import type { StepState } from "./step-frame.tsx";

export interface TypedOptions<Typed, Found> {
  empty: Typed;
  check(typed: Typed): Promise<Found>;
  /** Null: what was found before is not true any more. */
  onChecked(typed: Typed, found: Found | null): void;
  /** The field that an error of this code is about. */
  fieldOf: Partial<Record<string, keyof Typed>>;
}

export function useTyped<Typed extends Record<keyof Typed, string>, Found>({
  empty,
  check,
  onChecked,
  fieldOf,
}: TypedOptions<Typed, Found>) {
  const { t } = useTranslation();
  const messageOf = useErrorMessage();
  const [typed, setTyped] = useState(empty);
  const [isIncomplete, setIncomplete] = useState(false);
  const checking = useMutation({
    mutationFn: check,
    onSuccess: (found, sent) => onChecked(sent, found),
    onError: (_error, sent) => onChecked(sent, null),
  });
  const { error } = checking;
  const wrongField = error instanceof ApiError ? fieldOf[error.code] : undefined;
  const errorOf = (name: keyof Typed) => {
    if (isIncomplete && typed[name].trim() === "") return t("connect.missing");
    return wrongField === name ? messageOf(error) : null;
  };
  const state: StepState = checking.isPending ? "checking" : checking.isSuccess ? "done" : error ? "wrong" : "open";
  return {
    state,
    found: checking.data ?? null,
    isPending: checking.isPending,
    /** An error that no field shows. */
    otherError: error && wrongField === undefined ? messageOf(error) : null,
    field: (name: keyof Typed & string) => ({
      name,
      required: true,
      value: typed[name],
      error: errorOf(name),
      errorProps: { role: "alert" },
      autoCapitalize: "none",
      autoComplete: "off",
      spellCheck: false,
      onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
        setTyped({ ...typed, [name]: currentTarget.value });
        if (checking.isIdle) return;
        checking.reset();
        onChecked(typed, null);
      },
    }),
    submit(event: SubmitEvent<HTMLFormElement>) {
      event.preventDefault();
      const isComplete = Object.values<string>(typed).every((value) => value.trim() !== "");
      setIncomplete(!isComplete);
      if (isComplete && !checking.isPending) checking.mutate(typed);
    },
  };
}
