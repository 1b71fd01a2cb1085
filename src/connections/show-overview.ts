/** The figures of today and of the last thirty days. Days are UTC. */
import type { DayFigures, OverviewQueries } from "../domain/ports/admin.ts";
import type { UsageQueries } from "../domain/ports/usage.ts";
import type { Clock } from "../kit/clock.ts";

const DAY_MS = 86_400_000;
const DAYS = 30;

interface DayShown extends DayFigures {
  texts: number;
}

export interface OverviewShown {
  today: { calls: number; texts: number; failed: number; waiting: number; requests: number };
  days: DayShown[];
  budget: { limit: number; used: number } | null;
}

export async function showOverview(
  { overview, usage, clock }: { overview: OverviewQueries; usage: UsageQueries; clock: Clock },
  connectionId: string,
): Promise<OverviewShown> {
  const now = clock();
  const midnight = midnightOf(now);
  const first = midnight - (DAYS - 1) * DAY_MS;
  const [today, waiting, spent, days, texts, budget] = await Promise.all([
    overview.count(connectionId, new Date(midnight)),
    overview.waiting(connectionId),
    overview.used(connectionId, new Date(midnight)),
    overview.days(connectionId, new Date(first)),
    overview.texts(connectionId, new Date(first)),
    usage.current(connectionId, now),
  ]);
  const requests = spent.reduce((sum, kind) => sum + kind.requests, 0);
  const translationsOn = new Map(texts.map(({ day, texts: count }) => [day, count]));
  const shown = everyDay(first, days, translationsOn);
  return {
    today: { ...today, texts: shown.at(-1)?.texts ?? 0, waiting: waiting.count, requests },
    days: shown,
    budget,
  };
}

/** The last midnight UTC, epoch ms. */
export function midnightOf(now: number): number {
  return now - (now % DAY_MS);
}

function everyDay(
  first: number,
  known: readonly DayFigures[],
  translationsOn: ReadonlyMap<string, number>,
): DayShown[] {
  return Array.from({ length: DAYS }, (_, i) => {
    const day = new Date(first + i * DAY_MS).toISOString().slice(0, 10);
    const figures = known.find((one) => one.day === day) ?? { day, calls: 0, missed: 0, failed: 0 };
    return { ...figures, texts: translationsOn.get(day) ?? 0 };
  });
}
