/**
 * Tables readable in a terminal and as Markdown: complete ones, and figures with their ceilings that print as they
 * arrive.
 */

/** The first row is the heading. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = [], ...body] = rows;
  return [line(head, widths), ruler(widths), ...body.map((row) => line(row, widths))].join("\n");
}

export interface Figure {
  what: string;
  /** The comparison from the same run. */
  ceiling: string;
  result: string;
  /** Result divided by ceiling. Null for an absolute goal. */
  ratio: number | null;
  goal: string;
  /** Null for a figure without a goal. */
  isMet: boolean | null;
}

const HEADING = ["what", "ceiling", "result", "ratio", "goal", ""];
const WIDTHS = [78, 12, 24, 6, 17, 5];

/** Prints the heading. Returns a function that prints one figure. */
export function startFigures(title: string): (figure: Figure) => void {
  console.log(`\n${title}\n\n${line(HEADING, WIDTHS)}\n${ruler(WIDTHS)}`);
  return ({ what, ceiling, result, ratio, goal, isMet }) => {
    const verdict = isMet === null ? "" : isMet ? "ok" : "short";
    console.log(line([what, ceiling, result, ratio === null ? "" : ratio.toFixed(2), goal, verdict], WIDTHS));
  };
}

export type AddFigure = ReturnType<typeof startFigures>;

const line = (row: readonly string[], widths: readonly number[]) =>
  `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
const ruler = (widths: readonly number[]) =>
  line(
    widths.map((width) => "-".repeat(width)),
    widths,
  );
