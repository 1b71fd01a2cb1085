import { describe, expect, it } from "vitest";
import type { CallFigures, Dimension, Grouped } from "../ports/reports.ts";
import { hoursOfDay, usualUntil } from "./usual.ts";

const row = (dimension: Dimension, key: string, figures: Partial<CallFigures>): Grouped<CallFigures> => ({
  dimension,
  key,
  name: null,
  inbound: 0,
  outbound: 0,
  answered: 0,
  missed: 0,
  unknownCallers: 0,
  callbacksRequested: 0,
  callbacksDone: 0,
  ...figures,
});

describe("the hours of a day", () => {
  const today = [row("agent", "9", { answered: 50 }), row("hour", "9", { inbound: 4, answered: 3, missed: 1 })];

  it("are all there, with what is usual on average of the days that had calls", () => {
    const earlier = [
      row("day", "2026-11-15", { inbound: 6 }),
      row("day", "2026-11-22", { inbound: 2 }),
      row("day", "2026-11-08", { outbound: 3 }),
      row("hour", "9", { inbound: 6 }),
      row("hour", "17", { inbound: 2 }),
    ];
    const hours = hoursOfDay(today, earlier);
    expect(hours).toHaveLength(24);
    expect(hours[9]).toEqual({ hour: 9, answered: 3, missed: 1, usual: 3 });
    expect(hours[17]).toEqual({ hour: 17, answered: 0, missed: 0, usual: 1 });
    expect(hours[3]).toEqual({ hour: 3, answered: 0, missed: 0, usual: 0 });
    expect(usualUntil(hours, 9)).toBe(0);
    expect(usualUntil(hours, 9.5)).toBe(1.5);
    expect(usualUntil(hours, 24)).toBe(4);
  });

  it("know nothing usual before there is an earlier day", () => {
    const hours = hoursOfDay(today, []);
    expect(hours[9]).toMatchObject({ answered: 3, usual: null });
    expect(usualUntil(hours, 12)).toBeNull();
    expect(usualUntil([{ hour: 8, answered: 0, missed: 0, usual: 2 }, ...hours], 12)).toBeNull();
  });
});
