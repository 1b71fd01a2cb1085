/** Says reasons of the service in the chosen language, as far as they are known; others are shown as they come. */
import { useTranslation } from "react-i18next";
import { isNoRoom, matchKey, reasonKey } from "./known-reasons.ts";

/** How the service begins why there was no card; what follows may be anything that stood in the way. */
const NO_CARD = "no card: ";

export function useReason(): (reason: string) => string {
  const { t } = useTranslation();
  const say = (reason: string): string => {
    const key = reasonKey(reason);
    if (key) return t(`reason.${key}`);
    if (!reason.startsWith(NO_CARD)) return reason;
    const why = reason.slice(NO_CARD.length);
    return t("card.noneFor", { why: isNoRoom(why) ? t("reason.deskBusy") : why });
  };
  return say;
}

/** How a customer was matched. */
export function useMatch(): (how: string) => string {
  const { t } = useTranslation();
  return (how) => {
    const key = matchKey(how);
    return key ? t(`match.${key}`) : how;
  };
}
