/**
 * S3: every method of every store answers the same, and changes the same, whether or not two other connections have
 * rows with the same refs, numbers, ids and dates. Their rows stay as they are.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { filesUnder } from "../../helpers/files-under.ts";
import type { UsedBackend } from "../backend.ts";
import { ADMIN_STORES } from "./admin-stores.ts";
import type { TestedStore } from "./cases.ts";
import { CONNECTION_STORES } from "./connection-stores.ts";
import { RUN_STORES } from "./run-stores.ts";
import { tryAll, type NamedCase, type Tried } from "./try-all.ts";

const ROOT = join(import.meta.dirname, "../../..");
const STORES: Record<string, TestedStore> = { ...RUN_STORES, ...CONNECTION_STORES, ...ADMIN_STORES };

const CASES: NamedCase[] = Object.entries(STORES).flatMap(([store, { open, cases }]) =>
  Object.entries(cases).flatMap(([method, list]) =>
    (typeof list === "string" ? [] : list).map((one, index) => ({
      name: `${store}.${method}${index > 0 ? `, ${index + 1}` : ""}`,
      open,
      one,
    })),
  ),
);

/** Stores whose rows belong to no connection. */
const OF_NO_CONNECTION: Record<string, string> = {
  adminStores: "the stores above under other names",
  nodeStore: "the processes",
  reachProbes: "the questions of commands",
  setUpSessions: "browsers before there is any connection",
  workQueries: "sums over all connections for operators: metrics-queries.test.ts",
};

export function tenancyContract(backend: UsedBackend): void {
  describe("S3: two other connections with the same refs, numbers, ids and dates", () => {
    let tried: readonly Tried[] = [];
    beforeAll(async () => {
      tried = await tryAll(backend.it.database, CASES);
    }, 300_000);

    it.each(CASES.map(({ name }, index) => ({ name, index })))("change nothing about $name", ({ index }) => {
      const { among, alone, empty, absent, foreign, lacking } = tried[index] as Tried;
      expect(among.failure).toBeNull();
      const isAboutAll = CASES[index]?.one.partOf !== undefined;
      for (const { table, ...pair } of [{ table: null, among, alone }, ...lacking]) {
        const says = table === null ? "with every row" : `without rows in ${table}`;
        const wanted = { answer: pair.alone.answer, rows: pair.alone.own };
        expect({ answer: pair.among.answer, rows: pair.among.own }, says).toEqual(wanted);
        const [theirs, before] = isAboutAll ? [] : [pair.among.others, pair.among.before.others];
        expect(theirs, `rows of others, ${says}`).toEqual(before);
      }
      // A case that reads nothing and changes nothing shows nothing.
      const withoutRows = empty ? empty.answer : "not tried";
      expect(among.answer, "the case answers as without any row, and changes none").not.toEqual(withoutRows);
      for (const each of foreign) expect(shownOf(each)).toEqual(absent && shownOf(absent));
    });

    it.each(Object.keys(STORES))("are tried with every method of %s", (name) => {
      const { open, cases } = STORES[name] as TestedStore;
      expect(Object.keys(open(backend.it.database)).sort()).toEqual(Object.keys(cases).sort());
    });
  });
}

function shownOf({ answer, own, others }: Tried["among"]) {
  return { answer, own, others };
}

it("S3: the tenancy contract has every store of the storage folder", async () => {
  const stores: string[] = [];
  for (const file of await filesUnder("src/storage")) {
    const text = await readFile(join(ROOT, file), "utf8");
    for (const [, name = "", answer = ""] of text.matchAll(
      /export function (\w+)\(\s*database: Database\b[^{]*?\): ([\w ]+[\w<>[\]]*) \{/g,
    ))
      if (!answer.startsWith("Promise")) stores.push(name);
  }
  expect(stores.length).toBeGreaterThan(30);
  const known = new Set([...Object.keys(STORES), ...Object.keys(OF_NO_CONNECTION), "snapshotOpener", "rowAccess"]);
  expect(stores.filter((name) => !known.has(name))).toEqual([]);
});
