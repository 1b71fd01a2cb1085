/** French punctuation: what French writes with a space before it has a no-break one, everywhere. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../helpers/files-under.ts";

const ROOT = join(import.meta.dirname, "../..");
const LITERAL = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
/** A plain space before such a mark or inside guillemets. */
const PLAIN_SPACE = /[^\s] [:;!?»](?=[\s"`]|$)|« /;
/** A colon right after a word, as in English. */
const NO_SPACE = /\p{L}: /u;
const FRENCH = /[éèêàçôîœ’]/;

const textsIn = (source: string) => [...source.matchAll(LITERAL)].map(([text]) => text.replaceAll(/\$\{[^}]*\}/g, "x"));

async function filesIn(folder: string): Promise<string[]> {
  const paths = await filesUnder(folder);
  return paths.filter((path) => /\.(?:tsx?|json)$/.test(path) && !/\.test\.|\/(?:dist|node_modules)\//.test(path));
}

/** The source files with French text. */
async function frenchFiles(): Promise<[path: string, source: string][]> {
  const paths = [...(await filesIn("src")), ...(await filesIn("console"))];
  const all = await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(join(ROOT, path), "utf8")]),
  );
  return all.filter(([, source]) => textsIn(source).some((text) => FRENCH.test(text)));
}

describe("French translations", () => {
  it("C3: have a no-break space before a colon and its like, in both catalogues and wherever else there are some", async () => {
    const files = await frenchFiles();
    const paths = files.map(([path]) => path);
    expect(paths).toEqual(expect.arrayContaining(["src/domain/translations/fr.ts", "console/words/fr.json"]));
    const breaches = files.flatMap(([path, source]) =>
      textsIn(source).flatMap((text) => {
        const wrong = PLAIN_SPACE.test(text) || (FRENCH.test(text) && NO_SPACE.test(text));
        return wrong ? [`${path}: ${text}`] : [];
      }),
    );
    expect(breaches).toEqual([]);
  });

  it.each([
    ['"Appel entrant : Ada"', true],
    ['"Appel entrant\u00A0: Ada"', false],
    ['"Vraiment ?"', true],
    ['"« oui »"', true],
    ['"«\u00A0oui\u00A0»"', false],
    ['"https://example.com"', false],
  ])("C3: are distinguished: %s", (text, wrong) => {
    expect(PLAIN_SPACE.test(text)).toBe(wrong);
  });
});
