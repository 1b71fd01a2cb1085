/** The search field and the filters. */
import { NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { activityOptionsQuery } from "../../api/queries.ts";
import { OUTCOMES, RESULTS, type ChosenFilter } from "./filter-in-address.ts";
import { useFormats } from "../../words/use-formats.ts";
import { PERIODS, type Period } from "./periods.ts";

export interface ActivityFiltersProps {
  filter: ChosenFilter;
  onChange(filter: ChosenFilter): void;
}

export function ActivityFilters({ filter, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation();
  const set = (change: Partial<ChosenFilter>) => onChange({ ...filter, ...change });
  return (
    <search className="filters" aria-label={t("activity.filters")}>
      <TextInput
        type="search"
        className="filter-search"
        label={t("activity.search")}
        placeholder={t("activity.searchHint")}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={200}
        value={filter.query}
        onChange={({ currentTarget }) => set({ query: currentTarget.value })}
      />
      <PeriodFilter period={filter.period} onChange={(period) => set({ period })} />
      <WhoFilters filter={filter} onChange={set} />
      <Choice
        label={t("activity.outcome")}
        all={t("activity.allOutcomes")}
        value={filter.outcome}
        choices={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`activity.outcomes.${nameOf(outcome)}`) }))}
        onChange={(value) => set({ outcome: oneOf(OUTCOMES, value) })}
      />
      <Choice
        label={t("activity.result")}
        all={t("activity.allResults")}
        value={filter.result}
        choices={RESULTS.map((result) => ({ value: result, label: t(`result.${result}`) }))}
        onChange={(value) => set({ result: oneOf(RESULTS, value) })}
      />
    </search>
  );
}

interface ChoiceProps {
  label: string;
  /** The choice that is no filter. */
  all: string;
  value: string;
  choices: { value: string; label: string }[];
  onChange(value: string): void;
}

function Choice({ label, all, value, choices, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      label={label}
      value={value}
      data={[{ value: "", label: all }, ...choices]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

interface PeriodFilterProps {
  period: Period | "";
  onChange(period: Period | ""): void;
}

function PeriodFilter({ period, onChange }: PeriodFilterProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [first, last] = period.split("..");
  const day = /^\d/.test(period) && last === undefined ? period : "";
  const range =
    first === undefined || last === undefined
      ? []
      : [{ value: period as string, label: `${formats.day(first)} – ${formats.day(last)}` }];
  const named = PERIODS.map((one) => ({ value: one as string, label: t(`activity.periods.${one}`) }));
  return (
    <>
      <Choice
        label={t("activity.period")}
        all={t("activity.anyTime")}
        value={day === "" ? period : "day"}
        choices={[...range, ...named, { value: "day", label: t("activity.oneDay") }]}
        onChange={(value) => onChange(value === "day" ? today() : oneOf(PERIODS, value))}
      />
      {day !== "" && (
        <TextInput
          type="date"
          label={t("activity.day")}
          value={day}
          onChange={({ currentTarget: { value } }) => onChange(value as Period | "")}
        />
      )}
    </>
  );
}

interface WhoFiltersProps {
  filter: ChosenFilter;
  onChange(change: Partial<ChosenFilter>): void;
}

/** The company's numbers, and the agents who appear in the activity. */
function WhoFilters({ filter, onChange }: WhoFiltersProps) {
  const { t } = useTranslation();
  const options = useQuery(activityOptionsQuery).data;
  return (
    <>
      <Choice
        label={t("activity.number")}
        all={t("activity.allNumbers")}
        value={filter.line}
        choices={(options?.lines ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(line) => onChange({ line })}
      />
      <Choice
        label={t("activity.agent")}
        all={t("activity.allAgents")}
        value={filter.agent}
        choices={(options?.agents ?? []).map(({ id, name }) => ({
          value: id,
          label: name ?? t("activity.agentId", { id }),
        }))}
        onChange={(agent) => onChange({ agent })}
      />
    </>
  );
}

function oneOf<T extends string>(known: readonly T[], value: string): T | "" {
  return known.find((one) => one === value) ?? "";
}

/** The names of groups of outcomes. */
function nameOf(outcome: (typeof OUTCOMES)[number]) {
  if (outcome === "missed,voicemail,callback") return "missedAny";
  return outcome === "in_progress,ringing" ? "underWay" : outcome;
}

function today(): Period {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` as Period;
}
