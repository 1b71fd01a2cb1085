/** The labels of priorities and purposes. An unknown one keeps its own name. */
import { useTranslation } from "react-i18next";
import { shownCatalogue } from "../../words/catalogue.ts";

export interface UsageLabels {
  priority(priority: string): string;
  purpose(purpose: string): string;
}

/** The names come from the API, so they are looked up as data, not as translation keys. */
export function useUsageLabels(): UsageLabels {
  const { i18n } = useTranslation();
  const { priorities, purposes } = shownCatalogue(i18n).usage;
  return { priority: (name) => lookUp(priorities, name), purpose: (name) => lookUp(purposes, name) };
}

function lookUp(names: Readonly<Record<string, string>>, name: string): string {
  return (Object.hasOwn(names, name) ? names[name] : null) ?? name;
}
