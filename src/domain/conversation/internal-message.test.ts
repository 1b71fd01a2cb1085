/** Messages between the company's own lines, alone or within a group. */
import { describe, expect, it } from "vitest";
import { message, supportLine } from "../../../test/fixtures/text-messages.ts";
import { isInternalMessage, withoutOwnLines } from "./internal-message.ts";

const PARIS = "+33170180001";
const OUTSIDE = "+12025550147";
const lines = [
  { digits: "+12025550100", country: "US" },
  { digits: PARIS, country: "FR" },
];
const group = (...participants: string[]) => ({ id: "g", participants });
const isInternal = (more: Parameters<typeof message>[0]) => isInternalMessage(message(more), lines);

describe("a message", () => {
  it("C19: is internal where its other party is a line, in either direction", () => {
    expect(isInternal({ customerDigits: PARIS })).toBe(true);
    expect(isInternal({ customerDigits: PARIS, direction: "outbound" })).toBe(true);
    expect(isInternal({ customerDigits: OUTSIDE })).toBe(false);
    expect(isInternal({ customerDigits: null })).toBe(false);
  });

  it("C19: is internal where the other line is written as in the country of its own", () => {
    const line = { ...supportLine, country: "FR" };
    expect(isInternal({ customerDigits: "01 70 18 00 01", line })).toBe(true);
    expect(isInternal({ customerDigits: "01 70 18 00 01", line: null })).toBe(false);
    const of = (told: typeof line | null) =>
      withoutOwnLines(message({ line: told, group: group("01 70 18 00 01", OUTSIDE) }), lines).group?.participants;
    expect([of(line), of(null)]).toEqual([[OUTSIDE], ["01 70 18 00 01", OUTSIDE]]);
  });

  it("C19: of a group is internal where a line wrote it, or where it is sent to lines alone", () => {
    expect(isInternal({ customerDigits: PARIS, group: group(PARIS, OUTSIDE) })).toBe(true);
    expect(isInternal({ customerDigits: OUTSIDE, group: group(PARIS, OUTSIDE) })).toBe(false);
    const sent = { direction: "outbound", customerDigits: PARIS } as const;
    expect(isInternal({ ...sent, group: group(PARIS, OUTSIDE) })).toBe(false);
    expect(isInternal({ ...sent, group: group(PARIS) })).toBe(true);
    expect(isInternal({ ...sent, group: group() })).toBe(false);
  });
});

describe("a group", () => {
  it("C19: is that of its outside parties, unless there is none", () => {
    const of = (...participants: string[]) =>
      withoutOwnLines(message({ group: group(...participants) }), lines).group?.participants;
    expect(of(PARIS, OUTSIDE)).toEqual([OUTSIDE]);
    expect(of(PARIS)).toEqual([PARIS]);
    expect(withoutOwnLines(message(), lines).group).toBeNull();
  });
});
