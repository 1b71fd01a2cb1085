/** Bugs to plant into a copy of the service, each one replacement in one file. Tests should notice them. */

export interface PlantedBug {
  /** From the project's root. */
  file: string;
  /** Stands in the file once. */
  from: string;
  to: string;
}

/** Bugs that the same test files should notice. */
export interface BugGroup {
  /** What the bugs have in common. */
  kind: string;
  /** Paths from the project's root. */
  tests: readonly string[];
  bugs: readonly PlantedBug[];
}

export const bug = (file: string, from: string, to: string): PlantedBug => ({ file: `src/${file}`, from, to });
