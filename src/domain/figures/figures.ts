/** Joins what is counted of calls, responses and messages into rows with every figure. Pure. */
import type { CallFigures, Dimension, Grouped, MessageFigures, ResponseFigures } from "../ports/reports.ts";

export interface Figures extends CallFigures, ResponseFigures, MessageFigures {
  /** Answered calls among the inbound calls that are over, from 0 to 1. Null where there is none. */
  answeredRate: number | null;
}

export interface FigureRow extends Figures {
  /** See `Grouped`. */
  key: string | null;
  name: string | null;
}

/** What is counted of one period. */
export interface Counted {
  calls: readonly Grouped<CallFigures>[];
  responses: readonly Grouped<ResponseFigures>[];
  messages: readonly Grouped<MessageFigures>[];
}

const NONE: Omit<Figures, "answeredRate"> = {
  inbound: 0,
  outbound: 0,
  answered: 0,
  missed: 0,
  unknownCallers: 0,
  callbacksRequested: 0,
  callbacksDone: 0,
  calledBack: 0,
  responded: 0,
  unreachable: 0,
  responseSeconds: null,
  received: 0,
  sent: 0,
};

/** All figures of the period. */
export function totalOf(counted: Counted): Figures {
  const { key: _key, name: _name, ...figures } = rowFor("all", null, null, counted);
  return figures;
}

/** One row for each of these keys, in their order, also where nothing is counted. */
export function rowsFor(dimension: Dimension, keys: readonly string[], counted: Counted): FigureRow[] {
  return keys.map((key) => rowFor(dimension, key, null, counted));
}

/**
 * The rows of numbers or agents, the busiest first. `names`: the current name of each id. Messages carry names only.
 * They count for the id of that name, or have a row of their own.
 */
export function rowsByName(
  dimension: "number" | "agent",
  counted: Counted,
  names: ReadonlyMap<string, string>,
): FigureRow[] {
  const known = new Map(names);
  for (const { dimension: own, key, name } of counted.calls) {
    if (own === dimension && key !== null && name !== null && !known.has(key)) known.set(key, name);
  }
  const idOf = new Map([...known].map(([id, name]) => [name, id]));
  const messages = counted.messages.map((row) =>
    row.key === null ? row : { ...row, key: idOf.get(row.key) ?? row.key },
  );
  const all = { ...counted, messages };
  const keys = new Set(
    [...all.calls, ...all.messages].flatMap((row) => (row.dimension === dimension ? [row.key] : [])),
  );
  return [...keys]
    .map((key) => rowFor(dimension, key, key === null ? null : (known.get(key) ?? key), all))
    .sort((a, b) => volumeOf(b) - volumeOf(a) || (a.name ?? "").localeCompare(b.name ?? ""));
}

function volumeOf({ inbound, outbound, received, sent }: Figures): number {
  return inbound + outbound + received + sent;
}

function rowFor(dimension: Dimension, key: string | null, name: string | null, counted: Counted): FigureRow {
  const of = <T>(rows: readonly Grouped<T>[]) => rows.find((row) => row.dimension === dimension && row.key === key);
  const { dimension: _dimension, ...row } = {
    ...NONE,
    ...of(counted.calls),
    ...of(counted.responses),
    ...of(counted.messages),
    dimension,
    key,
    name,
  };
  const over = row.answered + row.missed;
  return { ...row, answeredRate: over === 0 ? null : row.answered / over };
}
