/** The choice of the period and of the number. */
import { NativeSelect, Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LineAnswer } from "../../../src/http/api/schemas.ts";
import { isRange, nameOf, RANGES, rangeOf, type DayRange } from "./date-ranges.ts";
import type { ReportChoice } from "./report-in-address.ts";

export interface ReportFiltersProps {
  choice: ReportChoice;
  /** In the team's time zone. */
  today: string;
  numbers: readonly LineAnswer[];
  onChange(changed: Partial<ReportChoice>): void;
}

export function ReportFilters({ choice, today, numbers, onChange }: ReportFiltersProps) {
  const { t } = useTranslation();
  const { from, to } = choice;
  // What is typed stays in the fields while it is no range, and the report stays as it is.
  const [range, setRange] = useState<DayRange>({ from, to });
  useEffect(() => setRange({ from, to }), [from, to]);
  const isWrong = !isRange(range);
  const type = (changed: Partial<DayRange>) => {
    const next = { ...range, ...changed };
    setRange(next);
    if (isRange(next)) onChange(next);
  };
  const name = nameOf(range, today);
  return (
    <div>
      <div className="report-filters">
        <NativeSelect
          label={t("reports.range")}
          value={name ?? "custom"}
          data={[...RANGES, ...(name === null ? (["custom"] as const) : [])].map((value) => ({
            value,
            label: t(`reports.ranges.${value}`),
          }))}
          onChange={({ currentTarget: { value } }) => {
            const chosen = RANGES.find((one) => one === value);
            if (chosen) type(rangeOf(chosen, today));
          }}
        />
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`reports.${end}`)}
            value={range[end]}
            error={isWrong}
            aria-describedby={isWrong ? "bad-range" : undefined}
            onChange={({ currentTarget }) => type({ [end]: currentTarget.value })}
          />
        ))}
        <NativeSelect
          label={t("reports.number")}
          value={choice.line}
          data={[
            { value: "", label: t("reports.allNumbers") },
            ...numbers.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          onChange={({ currentTarget }) => onChange({ line: currentTarget.value })}
        />
      </div>
      {isWrong && (
        <Text id="bad-range" size="sm" mt={4} c="var(--mantine-color-error)" role="alert">
          {t("reports.badRange")}
        </Text>
      )}
    </div>
  );
}
