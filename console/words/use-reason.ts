/** Says reasons and outcomes in the chosen language. The sentences are the service's own, the same that its API answers. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer, ConnectionAnswer } from "../../src/http/api/schemas.ts";
import { sayConnectionReason, sayFileReason, sayOutcome, sayReason } from "../../src/domain/reasons/say-reason.ts";
import { useLanguage } from "./use-language.ts";

export type Reason = NonNullable<ActivityDetailAnswer["reason"]>;
export type Outcome = NonNullable<ActivityDetailAnswer["received"][number]["outcome"]>;
export type ConnectionReason = NonNullable<ConnectionAnswer["reason"]>["code"];

export function useReason(): (reason: Reason) => string {
  const language = useLanguage();
  return (reason) => sayReason(language, reason);
}

/** Why a file is not attached. */
export function useFileReason(): (reason: Parameters<typeof sayFileReason>[1]) => string {
  const language = useLanguage();
  return (reason) => sayFileReason(language, reason);
}

/** What became of a delivery. */
export function useOutcome(): (outcome: Outcome) => string {
  const language = useLanguage();
  return (outcome) => sayOutcome(language, outcome);
}

/** Why the connection is not active. A code that this version does not know is shown as it is. */
export function useConnectionReason(): (code: string) => string {
  const language = useLanguage();
  return (code) => sayConnectionReason(language, code);
}

/** How a customer was matched. */
export function useMatch(): (how: NonNullable<ActivityDetailAnswer["match"]>["how"]) => string {
  const { t } = useTranslation();
  return (how) => t(`match.${how}`);
}
