/** The search field and the two filters. */
import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityFilter } from "../../api/activity.ts";
import { KINDS, RESULTS } from "./filter-in-address.ts";

export interface ActivityFiltersProps {
  filter: ActivityFilter;
  onChange(filter: ActivityFilter): void;
}

export function ActivityFilters({ filter, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation();
  const all = { value: "", label: t("activity.all") };
  return (
    <search className="filters" aria-label={t("activity.filters")}>
      <TextInput
        type="search"
        label={t("activity.search")}
        placeholder={t("activity.searchHint")}
        maxLength={200}
        value={filter.query}
        onChange={({ currentTarget }) => onChange({ ...filter, query: currentTarget.value })}
      />
      <NativeSelect
        label={t("activity.kind")}
        value={filter.kind}
        data={[all, ...KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, kind: KINDS.find((kind) => kind === value) ?? "" })
        }
      />
      <NativeSelect
        label={t("activity.result")}
        value={filter.result}
        data={[all, ...RESULTS.map((result) => ({ value: result, label: t(`result.${result}`) }))]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, result: RESULTS.find((result) => result === value) ?? "" })
        }
      />
    </search>
  );
}
