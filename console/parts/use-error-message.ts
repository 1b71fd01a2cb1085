/** The message of an error in the chosen language. The API translates most of them, this file the rest. */
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/request.ts";

/** Codes that the server sends outside of the API, in English only. */
const TRANSLATED = { not_found: "error.notFound", too_many: "error.tooMany", failed: "error.failed" } as const;

export function useErrorMessage(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t("error.failed");
    if (error.status === 0) return t("error.unreachable");
    if (isTranslated(error.code)) return t(TRANSLATED[error.code]);
    return error.message === "" ? t("error.failed") : error.message;
  };
}

function isTranslated(code: string): code is keyof typeof TRANSLATED {
  return Object.hasOwn(TRANSLATED, code);
}
