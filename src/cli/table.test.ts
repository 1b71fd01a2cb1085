/** Tables on a terminal. */
import { expect, it } from "vitest";
import { tableOf } from "./table.ts";

it("has columns as wide as their widest cell, and no spaces at the end", () => {
  const rows = [
    ["a", "long cell", "x"],
    ["longer", "b", ""],
  ];
  expect(tableOf(["one", "two"], rows)).toBe("one     two\na       long cell  x\nlonger  b");
  expect(tableOf(null, rows)).toBe("a       long cell  x\nlonger  b");
});

it("lets no control character of external text reach the terminal", () => {
  expect(tableOf(["a\u001b[31m"], [["b\u0007"]])).toBe("a [31m\nb");
});
