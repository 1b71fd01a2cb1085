/** The filters of the audit log: kind of change, person, first and last day. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditPerson } from "../../api/audit.ts";
import { AUDIT_KINDS, whoOf, type AuditFilter, type FilterName } from "./audit-filter.ts";
import { useAuditLabels } from "./use-audit-labels.ts";

export interface AuditFiltersProps {
  filter: AuditFilter;
  people: readonly AuditPerson[];
  onChange(name: FilterName, value: string): void;
  onClear(): void;
}

export function AuditFilters({ filter, people, onChange, onClear }: AuditFiltersProps) {
  const { t } = useTranslation();
  const labels = useAuditLabels();
  const all = { value: "", label: t("audit.all") };
  const known = people.map((person) => ({ value: whoOf(person), label: labels.author(person) }));
  // A bookmark may name a person of whom nothing is listed any more.
  const { who = "" } = filter;
  if (who !== "" && !known.some(({ value }) => value === who)) known.push({ value: who, label: who });
  return (
    <search className="audit-filters" aria-label={t("audit.filters")}>
      <NativeSelect
        label={t("audit.kind")}
        value={filter.kind ?? ""}
        data={[all, ...AUDIT_KINDS.map((kind) => ({ value: kind, label: t(`audit.kinds.${kind}`) }))]}
        onChange={({ currentTarget }) => onChange("kind", currentTarget.value)}
      />
      <NativeSelect
        label={t("audit.who")}
        value={who}
        data={[all, ...known]}
        onChange={({ currentTarget }) => onChange("who", currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("audit.from")}
        value={filter.from ?? ""}
        onChange={({ currentTarget }) => onChange("from", currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("audit.to")}
        value={filter.to ?? ""}
        onChange={({ currentTarget }) => onChange("to", currentTarget.value)}
      />
      {Object.keys(filter).length > 0 && (
        <Button variant="default" onClick={onClear}>
          {t("activity.clear")}
        </Button>
      )}
    </search>
  );
}
