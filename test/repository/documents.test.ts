/** The documents are as short as they must be, their links lead somewhere, and what they cite exists. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { limitsPage } from "./limits.ts";
import { settingsPage } from "./settings-page.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFile(join(ROOT, path), "utf8");

async function pagesIn(folder: string): Promise<string[]> {
  return (await readdir(join(ROOT, folder))).filter((name) => name.endsWith(".md")).map((name) => join(folder, name));
}

const FRONT = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
const PAGES = [...FRONT, ...(await pagesIn("docs"))];
const WITH_LINKS = [...PAGES, "CHANGELOG.md", ...(await pagesIn("docs/decisions")), ...(await pagesIn("docs/vendors"))];

describe("the size of", () => {
  it("README is at most 80 lines", async () => {
    expect((await read("README.md")).split("\n").length).toBeLessThanOrEqual(81);
  });

  it.each([
    ["ARCHITECTURE.md", 15_000],
    ["CONTRIBUTING.md", 8_000],
  ])("%s is at most %i bytes", async (page, most) => {
    expect(Buffer.byteLength(await read(page))).toBeLessThanOrEqual(most);
  });

  it("the glossary is at most 15 words", async () => {
    const glossary = /\n## Words\n([^#]*)/.exec(await read("ARCHITECTURE.md"))?.[1] ?? "";
    const words = glossary
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2);
    expect(words.length).toBeGreaterThan(5);
    expect(words.length).toBeLessThanOrEqual(15);
  });
});

/** Code is no prose, and neither is an address. */
const proseOf = (page: string): string =>
  page
    .replaceAll(/```[\s\S]*?```/g, "")
    .replaceAll(/`[^`]*`/g, "code")
    .replaceAll(/\]\([^)]*\)/g, "]")
    .replaceAll(/^\[[^\]]+\]: .*$/gm, "");

describe("the prose of", () => {
  it.each(PAGES.filter((page) => page !== "docs/limits.md"))(
    "%s names components and keeps its lines short",
    async (page) => {
      const text = await read(page);
      const lines = text
        .split("\n")
        .filter((line) => line.length > 120 && !/^\s*\|/.test(line) && !line.includes("](http"));
      expect(lines).toEqual([]);
      const prose = proseOf(text);
      expect(prose.match(/\b(nobody|whoever|somebody)\b/gi) ?? []).toEqual([]);
    },
  );

  it("all pages has fewer than 2 semicolons in 100 sentences", async () => {
    const prose = (await Promise.all(PAGES.map(read))).map(proseOf).join("\n");
    const sentences = prose.match(/[.!?](?=\s|$)/g)?.length ?? 0;
    expect((prose.match(/;/g)?.length ?? 0) / sentences).toBeLessThan(0.02);
  });
});

/** Where a heading of GitHub's lies: lower case, words joined, marks gone. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");

const withoutCode = (page: string): string => page.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");

async function brokenLinks(page: string): Promise<string[]> {
  const text = withoutCode(await read(page));
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const defined = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, link = ""]) => link);
  const local = [...inline, ...defined].filter((link) => !/^(https?|mailto):/.test(link));
  const broken = await Promise.all(
    local.map(async (link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return [link];
      if (anchor === undefined || !target.endsWith(".md")) return [];
      const headings = [...withoutCode(await read(target)).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        anchorOf(heading),
      );
      return headings.includes(decodeURIComponent(anchor)) ? [] : [link];
    }),
  );
  return broken.flat();
}

describe("the links of", () => {
  it.each(WITH_LINKS)("%s lead somewhere", async (page) => {
    expect(await brokenLinks(page)).toEqual([]);
  });
});

interface Entry {
  entry: string;
  /** What is said after the entry's words: the name of a test, and perhaps a rule or the words of its name. */
  cited: { label: string; rule: string | undefined; words: string | undefined }[];
}

const CITED = /\[([a-z0-9-]+)\](?!\()(?: \*([^*]+)\*| ([SCMINL]\d+)(?!\d))?/g;

/** Rows of tables, and items of lists, that begin with a promise or a failure. */
function entriesIn(page: string): Entry[] {
  const lists = page.match(/^- \*[\s\S]*?(?=\n(?:- |\n|#))/gm) ?? [];
  const rows = (page.match(/^\| (?!---).*\|$/gm) ?? []).filter((row) => !/\| (test|requests \| test) \|$/.test(row));
  return [...lists, ...rows].map((entry) => ({
    entry: entry.slice(0, 80),
    cited: [...entry.replaceAll(/\n\s+/g, " ").matchAll(CITED)].map(([, label = "", words, rule]) => ({
      label,
      words,
      rule,
    })),
  }));
}

describe("the tests that are cited by", () => {
  it.each(["docs/guarantees.md", "docs/failure-modes.md"])("%s exist, one at least for each entry", async (page) => {
    const text = await read(page);
    const files = new Map(
      [...text.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, label = "", link = ""]) => [label, link]),
    );
    const entries = entriesIn(text);
    expect(entries.length).toBeGreaterThan(30);
    expect(entries.filter(({ cited }) => cited.length === 0)).toEqual([]);
    const missing = await Promise.all(
      entries
        .flatMap(({ cited }) => cited)
        .map(async ({ label, words = "", rule }) => {
          const test = await read(join(dirname(page), files.get(label) ?? `${label} is not defined`));
          const bearsRule = rule === undefined || new RegExp(`["'\`][^"'\`\n]*\\b${rule}\\b`).test(test);
          return bearsRule && test.replaceAll("\\", "").includes(words) ? [] : [`${label} ${rule ?? words}`];
        }),
    );
    expect(missing.flat()).toEqual([]);
  });
});

describe("a page that `npm run docs` writes is made from the code as it is", () => {
  it("docs/limits.md", async () => {
    expect(await read("docs/limits.md")).toBe(await limitsPage());
  });

  it("docs/settings.md", async () => {
    expect(await read("docs/settings.md")).toBe(settingsPage());
  });
});
