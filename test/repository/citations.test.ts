/** Every rule and every vendor fact that code or a test cites can be read in `docs/`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../helpers/files-under.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = ["src", "sandbox", "test", "bench", "console", "scripts"];

type Vendor = "aircall" | "gorgias";

interface Citation {
  file: string;
  line: number;
  /** As written: `docs/vendors/gorgias.md 5.5`, or `Gorgias contract 5.5`. */
  words: string;
  /** Null if neither the text nor the folder names one. */
  vendor: Vendor | null;
  section: string;
}

async function sources(): Promise<{ file: string; text: string }[]> {
  const folders = await Promise.all(FOLDERS.map(filesUnder));
  const files = folders.flat().filter((file) => /\.tsx?$/.test(file) && !file.includes("dist"));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(join(ROOT, file), "utf8") })));
}

/** The sections of a vendor's page: headings, and numbered items of a section's list or table. */
async function sectionsOf(vendor: Vendor): Promise<Set<string>> {
  const sections = new Set<string>();
  let within = "";
  for (const line of (await readFile(join(ROOT, `docs/vendors/${vendor}.md`), "utf8")).split("\n")) {
    const heading = /^#{2,3} (\d+(?:\.\d+)?)\.? /.exec(line)?.[1];
    if (heading) sections.add((within = heading));
    const item = /^(?:\| )?(\d+)(?:\. | \|)/.exec(line)?.[1];
    if (item) sections.add(`${within}.${item}`);
  }
  return sections;
}

const SECTIONS = String.raw`(\d+(?:\.\d+)?)((?:(?:, | and )\d+(?:\.\d+)?)*)`;
const CITATION = new RegExp(
  String.raw`(?:\b(Aircall|Gorgias)(?:'s)? )?\bcontracts?,? ${SECTIONS}|\bdocs/vendors/(aircall|gorgias)\.md ${SECTIONS}`,
  "g",
);

/** A file in a vendor's folder cites that vendor's page unless it names the other. */
function citationsIn(file: string, text: string): Citation[] {
  return text.split("\n").flatMap((words, index) =>
    [...words.matchAll(CITATION)].flatMap(([match, named, ofNamed, moreOfNamed, page, ofPage, moreOfPage]) => {
      const vendor = (page ?? named?.toLowerCase() ?? /(aircall|gorgias)/.exec(file)?.[1] ?? null) as Vendor | null;
      const [first = "", more = ""] = page === undefined ? [ofNamed, moreOfNamed] : [ofPage, moreOfPage];
      const sections = [first, ...more.split(/, | and /).filter(Boolean)];
      return sections.map((section) => ({ file, line: index + 1, words: match, vendor, section }));
    }),
  );
}

/** Rules as written in tests and comments. Amazon's S3 is not one, but a rule has the same name. */
const RULE = /(?<![\w-])[SCMINL]\d{1,2}(?![\w-])/g;

const files = (await sources()).filter(({ file }) => !file.endsWith("citations.test.ts"));
const pages = { aircall: await sectionsOf("aircall"), gorgias: await sectionsOf("gorgias") };

describe("citations", () => {
  it("of vendors' facts name a section of docs/vendors", () => {
    const all = files.flatMap(({ file, text }) => citationsIn(file, text));
    expect(all.length).toBeGreaterThan(100);
    const lost = all.filter(({ vendor, section }) => vendor === null || !pages[vendor].has(section));
    expect(lost.map(({ file, line, words }) => `${file}:${line} ${words}`)).toEqual([]);
  });

  it("of rules name a rule of docs/behaviour.md", async () => {
    const page = await readFile(join(ROOT, "docs/behaviour.md"), "utf8");
    const rules = new Set(page.match(/(?<=^- )[SCMINL]\d{1,2}(?= )/gm));
    // M3 and M4, and M5 and M6, share a line each.
    for (const [, rule = ""] of page.matchAll(/\. ([SCMINL]\d{1,2}) /g)) rules.add(rule);
    const cited = files.flatMap(({ file, text }) => (text.match(RULE) ?? []).map((rule) => ({ file, rule })));
    expect(cited.length).toBeGreaterThan(300);
    expect(cited.filter(({ rule }) => !rules.has(rule))).toEqual([]);
  });
});

describe("the reading of citations", () => {
  it("takes the vendor from the words, else from the folder, and each of several sections", () => {
    const read = (file: string, text: string) =>
      citationsIn(file, text).map(({ vendor, section }) => `${vendor} ${section}`);
    expect(read("src/aircall/media.ts", "(contract 4.2)")).toEqual(["aircall 4.2"]);
    expect(read("src/aircall/media.ts", "(Gorgias contract 7)")).toEqual(["gorgias 7"]);
    expect(read("src/domain/fold.ts", "(contract 3)")).toEqual(["null 3"]);
    expect(read("src/domain/fold.ts", "(docs/vendors/aircall.md 3.1, 4)")).toEqual(["aircall 3.1", "aircall 4"]);
    expect(read("src/gorgias/a.ts", "(contract 4, 5.2 and 6.3)")).toEqual(["gorgias 4", "gorgias 5.2", "gorgias 6.3"]);
  });
});
