/** Says an error in the chosen language. The API words most of them in the language it is asked in; the rest is worded here. */
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/request.ts";

/** Codes that the server answers outside of the API, in one language only. */
const OURS = { not_found: "problem.notFound", too_many: "problem.tooMany", failed: "problem.failed" } as const;

export function useErrorMessage(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t("problem.failed");
    if (error.status === 0) return t("problem.unreachable");
    if (isOurs(error.code)) return t(OURS[error.code]);
    return error.message === "" ? t("problem.failed") : error.message;
  };
}

function isOurs(code: string): code is keyof typeof OURS {
  return Object.hasOwn(OURS, code);
}
