/** JSON on its way into the database. */
import { describe, expect, it } from "vitest";
import { queueInside, toJsonb } from "./database.ts";

describe("toJsonb", () => {
  it("writes any value as JSON", () => {
    const value = { a: [1, null, "ä🙂\n\"'\\"], b: { c: true } };
    expect(JSON.parse(toJsonb(value))).toEqual(value);
  });

  it("leaves out the character that cannot be stored (NUL)", () => {
    expect(JSON.parse(toJsonb({ name: "a\u0000b\u0000", list: ["\u0000"] }))).toEqual({ name: "ab", list: [""] });
  });
});

describe("queueInside", () => {
  it("runs the queue's statements where ours run", async () => {
    const asked: unknown[] = [];
    const ask = async <Row>(text: string, values?: readonly unknown[]) => {
      asked.push([text, values]);
      return [{ id: 1 }] as Row[];
    };
    const inside = queueInside({ query: ask, keyed: ask });
    expect(await inside.executeSql("select $1", [1])).toEqual({ rows: [{ id: 1 }] });
    expect(asked).toEqual([["select $1", [1]]]);
  });
});
