/** Makes a history that breaks an invariant as small as it can, by leaving out faults, then days, then stories. */
import { DAY_MS, type History } from "./history.ts";

/** Whether the history still breaks an invariant. */
type Breaks = (history: History) => Promise<boolean>;

export interface ShrinkOptions {
  breaks: Breaks;
  /** Reruns at most. */
  mostRuns: number;
  say(line: string): void;
}

export async function shrink(history: History, { breaks, mostRuns, say }: ShrinkOptions): Promise<History> {
  let runs = 0;
  const stillBreaks: Breaks = async (candidate) => {
    if (runs >= mostRuns) return false;
    runs += 1;
    return breaks(candidate);
  };
  let smallest = history;
  const keep = (next: History) => {
    smallest = next;
    say(`${next.faults.length} faults, ${next.days} days, ${next.stories.length} stories still break it`);
  };
  const withFaults = (faults: History["faults"]): History => ({ ...smallest, faults });
  await reduce(smallest.faults, async (faults) => {
    if (!(await stillBreaks(withFaults(faults)))) return false;
    keep(withFaults(faults));
    return true;
  });
  for (const cut of [fromFirstDay, untilLastDay]) {
    const shorter = cut(smallest);
    if (shorter !== smallest && (await stillBreaks(shorter))) keep(shorter);
  }
  const withStories = (stories: History["stories"]): History => ({ ...smallest, stories });
  await reduce(smallest.stories, async (stories) => {
    if (!(await stillBreaks(withStories(stories)))) return false;
    keep(withStories(stories));
    return true;
  });
  return smallest;
}

/** Leaves out halves, then quarters, down to single items, and keeps what `isEnough`. */
async function reduce<T>(all: readonly T[], isEnough: (some: T[]) => Promise<boolean>): Promise<void> {
  let kept = [...all];
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1 && kept.length > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < kept.length;) {
      const fewer = kept.toSpliced(from, size);
      if (await isEnough(fewer)) kept = fewer;
      else from += size;
    }
  }
}

/** Days before the first fault leave out nothing that goes wrong. */
function fromFirstDay(history: History): History {
  const first = Math.min(...history.faults.map(({ atMs }) => Math.floor(atMs / DAY_MS)));
  if (!Number.isFinite(first) || first === 0) return history;
  return { ...history, stories: history.stories.filter(({ atMs }) => atMs >= first * DAY_MS) };
}

function untilLastDay(history: History): History {
  const days = 1 + Math.max(0, ...history.faults.map(({ atMs }) => Math.floor(atMs / DAY_MS)));
  if (days >= history.days) return history;
  return { ...history, days, stories: history.stories.filter(({ atMs }) => atMs < days * DAY_MS) };
}
