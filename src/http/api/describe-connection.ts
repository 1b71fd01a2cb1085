/** The connection's standing as the API tells it, with its sentences. */
import type { ConnectionShown, StepName } from "../../connections/show-connection.ts";
import { sayConnectionReason } from "../../domain/reasons/say-reason.ts";
import { displayMoment } from "../../domain/texts/moments.ts";
import type { Language } from "../../domain/texts/texts.ts";
import { apiTexts } from "./api-texts.ts";
import type { ConnectionAnswer } from "./schemas.ts";

export function describeConnection(shown: ConnectionShown, language: Language): ConnectionAnswer {
  const { account, status, reason, since, side, healthy, steps } = shown;
  const { remedies, removedOn, checks } = apiTexts[language];
  const isRemoved = reason === "authorisation_removed" && side !== null;
  return {
    account,
    status,
    reason: reason && { code: reason },
    message: reason && sayConnectionReason(language, reason),
    since: since?.toISOString() ?? null,
    remedy: reason && (isRemoved ? removedOn[side] : remedies[reason]),
    side,
    healthy,
    checks: shown.checks.map(({ code, ok }) => ({ code, ok, remedy: ok ? null : checks(code, shown) })),
    steps: steps.map(({ name, state }) => ({
      name,
      state,
      detail: state === "done" ? sayDone(name, shown, language) : null,
    })),
  };
}

/** `Company Acme, allowed by Ada (ada@acme.example), 2 Mar 2026, 09:00:00 UTC`, as far as it is known. */
function sayDone(name: StepName, shown: ConnectionShown, language: Language): string | null {
  const { steps } = apiTexts[language];
  const { joinedGorgias, joinedAircall, lines } = shown;
  if (name === "lines") return steps.lines(lines.selected, lines.known);
  const { by, at } = (name === "gorgias" ? joinedGorgias : joinedAircall) ?? { by: null, at: null };
  const company = name === "aircall" ? (joinedAircall?.company ?? null) : null;
  const parts = [
    company === null ? [] : steps.company(company),
    by === null ? [] : steps.allowedBy(by),
    at === null ? [] : displayMoment(at.getTime() / 1000, "UTC", language),
  ].flat();
  return parts.length === 0 ? null : parts.join(", ");
}
