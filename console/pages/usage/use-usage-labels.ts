/** What lanes and kinds of writes are called; one that this version does not know goes by its own name. */
import { useTranslation } from "react-i18next";
import { en, fr } from "../../words/catalogue.ts";

export interface UsageLabels {
  lane(lane: string): string;
  kind(kind: string): string;
}

/** The names come from the API, so they are looked up as data, not as keys. */
export function useUsageLabels(): UsageLabels {
  const { i18n } = useTranslation();
  const { lanes, kinds } = (i18n.language === "fr" ? fr : en).budget;
  return { lane: (lane) => lookUp(lanes, lane), kind: (kind) => lookUp(kinds, kind) };
}

function lookUp(names: Readonly<Record<string, string>>, name: string): string {
  return (Object.hasOwn(names, name) ? names[name] : null) ?? name;
}
