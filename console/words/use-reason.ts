/** Says reasons of the service in the chosen language, as far as they are known; others are shown as they come. */
import { useTranslation } from "react-i18next";
import { matchKey, reasonKey } from "./known-reasons.ts";

export function useReason(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    const key = reasonKey(reason);
    return key ? t(`reason.${key}`) : reason;
  };
}

/** How a customer was matched. */
export function useMatch(): (how: string) => string {
  const { t } = useTranslation();
  return (how) => {
    const key = matchKey(how);
    return key ? t(`match.${key}`) : how;
  };
}
