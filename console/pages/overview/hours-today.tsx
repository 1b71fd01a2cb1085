/**
 * Answered and missed calls of each hour, beside the usual number. Drawn with plain elements: the chart library is half
 * as large as everything else that the first page loads.
 */
import { Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OverviewAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { clockOf } from "../../words/clock-of.ts";

type Hours = OverviewAnswer["hours"];

/** Loaded when it is opened: few readers need the table, and it brings Mantine's scroll area. */
const HourTable = lazy(async () => ({ default: (await import("./hour-table.tsx")).HourTable }));

/** Every so many hours has its name below it. */
const NAMED_EVERY = 3;

export function HoursToday({ hours }: { hours: Hours }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [isOpened, setIsOpened] = useState(false);
  const most = Math.max(...hours.map(({ answered, missed, usual }) => Math.max(answered + missed, usual ?? 0)));
  if (most === 0) return <Text c="dimmed">{t("overview.noHours")}</Text>;
  const hasUsual = hours.some(({ usual }) => usual !== null);
  const share = (calls: number) => `${(calls / most) * 100}%`;
  return (
    <>
      <ul className="plain-list legend" aria-hidden>
        <li data-series="answered">{t("overview.answered")}</li>
        <li data-series="missed">{t("overview.missed")}</li>
        {hasUsual && <li data-series="usual">{t("overview.usual")}</li>}
      </ul>
      <div className="hours" role="img" aria-label={t("overview.hoursChart")}>
        <span className="hours-most">{formats.number(Math.ceil(most))}</span>
        {hours.map(({ hour, answered, missed, usual }) => (
          <div key={hour} className="hour" title={`${clockOf(hour)} · ${answered} / ${missed}`}>
            <div className="hour-bars">
              <span className="bar" data-series="missed" style={{ height: share(missed) }} />
              <span className="bar" data-series="answered" style={{ height: share(answered) }} />
              {usual !== null && usual > 0 && <span className="bar-usual" style={{ bottom: share(usual) }} />}
            </div>
            <span className="hour-name">{hour % NAMED_EVERY === 0 ? hour : ""}</span>
          </div>
        ))}
      </div>
      <details onToggle={({ currentTarget }) => setIsOpened(currentTarget.open)}>
        <summary>{t("overview.asTable")}</summary>
        {isOpened && (
          <Suspense fallback={null}>
            <HourTable hours={hours} hasUsual={hasUsual} />
          </Suspense>
        )}
      </details>
    </>
  );
}
