/** Rows of text in columns of equal width. */
import { withoutControls } from "./without-controls.ts";

/** `head` null: no line above the rows. */
export function tableOf(head: readonly string[] | null, rows: readonly (readonly string[])[]): string {
  const clean = [...(head ? [head] : []), ...rows].map((row) => row.map(withoutControls));
  const widths = clean.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(cell.length, all[i] ?? 0)), []);
  return clean
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
