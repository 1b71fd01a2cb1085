/** What the browser must load before it shows anything, and all that it loads for the first page. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { shared } from "../helpers/shared.ts";
import { useConsole } from "./use-console.ts";

/** Scripts and styles together, compressed. */
const MOST_KILOBYTES = 250;

const world = useConsole();

describe("the first load of the console", () => {
  let site: string;
  let html: string;
  beforeAll(async () => {
    site = await shared("console");
    html = await readFile(join(site, "index.html"), "utf8");
  });

  const filesOf = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1] ?? "");
  const gzippedKilobytes = async (files: readonly string[]) => {
    const sizes = files.map(async (file) => (await promisify(gzip)(await readFile(join(site, file)))).length);
    return (await Promise.all(sizes)).reduce((all, size) => all + size, 0) / 1000;
  };

  it(`is under ${MOST_KILOBYTES} kB of compressed JavaScript and styles`, async () => {
    const files = filesOf(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g);
    expect(files.some((file) => file.endsWith(".js"))).toBe(true);
    expect(files.some((file) => file.endsWith(".css"))).toBe(true);
    expect(await gzippedKilobytes(files)).toBeLessThan(MOST_KILOBYTES);
  });

  it(`is under ${MOST_KILOBYTES} kB with all that Overview fetches until it is shown, and without the drawing library`, async () => {
    const page = await world.visit("/");
    await page.getByRole("heading", { name: "Calls today by hour" }).waitFor();
    const loaded = await page.evaluate<string[]>(
      "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)",
    );
    const files = [...new Set(loaded)].filter((path) => path.startsWith("/assets/"));
    expect(files.length).toBeGreaterThan(2);
    expect(files.filter((file) => file.includes("Chart"))).toEqual([]);
    expect(await gzippedKilobytes(files)).toBeLessThan(MOST_KILOBYTES);
  });

  it("has styles under 40 kB compressed", async () => {
    expect(await gzippedKilobytes(filesOf(/href="(\/assets\/[^"]+\.css)"/g))).toBeLessThan(40);
  });

  it("leaves the drawing library for the page that draws", async () => {
    expect(html).not.toContain("chart");
  });

  it("holds no script or style of its own, and nothing from elsewhere", () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|https?:\/\//);
  });
});
