/**
 * Old code runs on the new schema during a rolling upgrade. Since 0.5.0 a migration only adds. It may drop what the
 * last release no longer used.
 */
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../helpers/world.ts";
import { migrate } from "../../src/storage/db/migrate.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "migrations");
/** Earlier migrations came with releases without this promise. */
const FIRST_BOUND = 8;
/** The major steps: docs/operating.md names them, and says that the old nodes stop first. */
const MAJOR = ["0017-work-items.sql", "0019-names.sql"];

/** Changes that break old code, and their replacements. */
const REFUSED: [RegExp, string][] = [
  [
    /^drop (table|view|schema|type|function|sequence)\b/,
    "old code still reads it: drop it a release after the last that used it",
  ],
  [/^alter table .*\bdrop\b/, "old code still relies on it: drop it a release after the last that used it"],
  [/^alter (table|view|type) .*\brename\b/, "old code knows the old name: add the new one beside it, and write both"],
  [/^alter table .*\balter (column )?\S+ (set data )?type\b/, "old code writes the old type: add a column beside it"],
  [/^alter table .*\bset not null\b/, "old code may leave it out: check it in the code first"],
  [
    /^alter table .*\badd (column )?(?!constraint\b)(?:(?!\bdefault\b).)*\bnot null\b(?!.*\bdefault\b)/,
    "old code does not fill it: give it a default",
  ],
  [
    /^alter table .*\badd (constraint\b|check\b|unique\b|foreign\b|primary\b)/,
    "old code does not keep it: keep it in the code first",
  ],
  [/^create unique index\b/, "old code does not keep it: keep it in the code first"],
  [/^(truncate|lock)\b/, "old code is at work meanwhile"],
];

/** How a migration says that it only drops a check, and that old code never sees a value which that check refused. */
const LOOSENED = /only loosened: old code .*never reads another/i;

interface Statement {
  text: string;
  /** The comments directly before it. */
  remarks: string;
  /** The statement's table, if it has one. */
  table: string | null;
}

function statementsOf(sql: string): Statement[] {
  return sql.split(/;\s*(?:\n|$)/).flatMap((piece) => {
    const remarks = [...piece.matchAll(/--(.*)$/gm)].map(([, remark = ""]) => remark.trim()).join(" ");
    const text = piece.replaceAll(/--.*$/gm, "").replaceAll(/\s+/g, " ").trim().toLowerCase();
    const table =
      /^(?:create|alter|drop) table (?:if (?:not )?exists )?(?:only )?(\S+)/.exec(text) ?? / on (\S+)/.exec(text);
    return text === "" ? [] : [{ text, remarks, table: table?.[1] ?? null }];
  });
}

/** Every violation, with its file and statement. `releases` are those of the change log. */
function breachesOf(file: string, sql: string, releases: ReadonlySet<string>): string[] {
  const statements = statementsOf(sql);
  // No old code uses what this file creates.
  const made = new Set(statements.flatMap(({ text, table }) => (text.startsWith("create table") ? (table ?? []) : [])));
  return statements.flatMap(({ text, remarks, table }) => {
    const [, why] = REFUSED.find(([pattern]) => pattern.test(text)) ?? [];
    if (why === undefined || (table !== null && made.has(table))) return [];
    const [, release] = /unused since (\d+\.\d+\.\d+)/i.exec(remarks) ?? [];
    if (release !== undefined && releases.has(release)) return [];
    if (/^alter table \S+ drop constraint \S+_check$/.test(text) && LOOSENED.test(remarks)) return [];
    const which = release === undefined ? "" : ` (there was no release ${release})`;
    return [`${file}: "${text.slice(0, 60)}": ${why}${which}`];
  });
}

async function releasesOf(): Promise<Set<string>> {
  const log = await readFile(join(ROOT, "CHANGELOG.md"), "utf8");
  return new Set([...log.matchAll(/^## \[?v?(\d+\.\d+\.\d+)/gm)].map(([, release = ""]) => release));
}

describe("migrations", () => {
  it(`from number ${FIRST_BOUND} on add, and take away only what no release uses any more`, async () => {
    const names = (await readdir(FOLDER)).filter(
      (name) => name.endsWith(".sql") && Number(name.slice(0, 4)) >= FIRST_BOUND && !MAJOR.includes(name),
    );
    const releases = await releasesOf();
    const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), "utf8")));
    expect(names.flatMap((name, i) => breachesOf(name, texts[i] ?? "", releases))).toEqual([]);
  });

  it.each(MAJOR)(
    "take away more in a major step alone, which tells operators to stop the old nodes first: %s",
    async (name) => {
      const [step = "", guide] = await Promise.all(
        [join(FOLDER, name), join(ROOT, "docs/operating.md")].map((path) => readFile(path, "utf8")),
      );
      expect(breachesOf(name, step, new Set()).length).toBeGreaterThan(0);
      expect(step).toContain("major step");
      expect(guide).toContain(`\`${name}\``);
      expect(guide).toContain("Stop every old node");
    },
  );

  it("are numbered without a gap, each number once", async () => {
    const names = (await readdir(FOLDER)).sort();
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, i) => i + 1));
  });

  it("that a newer version has applied do not keep an older one from starting", async () => {
    const store = await memoryStore();
    const folder = await mkdtemp(join(tmpdir(), "migrations-"));
    try {
      for (const name of await readdir(FOLDER)) await symlink(join(FOLDER, name), join(folder, name));
      await writeFile(join(folder, "9999-later.sql"), "create table later (id int);");
      expect(await migrate(store.database, folder)).toContain("9999-later.sql");
      expect(await migrate(store.database)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
      await store.close();
    }
  });
});

describe("the check of migrations", () => {
  const RELEASES = new Set(["0.3.0"]);
  const breaches = (sql: string) => breachesOf("0008-x.sql", sql, RELEASES);

  it.each([
    "drop table calls;",
    "DROP TABLE IF EXISTS calls;",
    "alter table subjects drop column plan;",
    "alter table subjects\n  add column a int,\n  drop column plan;",
    "alter table subjects drop constraint subjects_state_check;",
    "alter table subjects alter column state drop default;",
    "alter table calls rename to subjects;",
    "alter table subjects rename column caller to stranger;",
    "alter table subjects alter column attempts type bigint;",
    "alter table subjects alter attempts set data type bigint;",
    "alter table subjects alter column reason set not null;",
    "alter table subjects add column kind text not null;",
    "alter table subjects add kind text not null;",
    "alter table subjects add constraint one check (attempts > 0);",
    "alter table subjects add unique (caller);",
    "create unique index one on subjects (caller);",
    "truncate sessions;",
    "-- unused since 0.9.9\nalter table subjects drop column plan;",
    "-- not needed any more\nalter table subjects drop column plan;",
    "-- unused since 0.3.0\ndrop table a;\ndrop table b;",
    "-- Only loosened: old code never reads another.\nalter table jobs drop constraint jobs_pkey;",
  ])("refuses %j", (sql) => {
    expect(breaches(sql)).toEqual([expect.stringMatching(/^0008-x\.sql: "/)]);
  });

  it.each([
    "create table kinds (id int primary key, name text not null unique);",
    "create table kinds (id int);\ncreate unique index kinds_by_id on kinds (id);\nalter table kinds add constraint c check (id > 0);",
    "alter table subjects add column kind text;",
    "alter table subjects add column kind text not null default 'call';",
    "create index subjects_by_kind on subjects (kind) where kind is not null;",
    "drop index subjects_by_kind;",
    "alter index a rename to b;",
    "update subjects set reason = 'renamed';",
    "-- unused since 0.3.0: nobody reads the plan\nalter table subjects drop column plan;",
    "-- Only loosened: old code asks for the kinds that it knows, and never reads another.\nalter table jobs drop constraint jobs_kind_check;",
    "-- To drop table calls would be wrong; so it stays.\nselect 1;",
  ])("allows %j", (sql) => {
    expect(breaches(sql)).toEqual([]);
  });
});
