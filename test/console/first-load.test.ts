/** What the browser must load before it shows anything. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { shared } from "../helpers/shared.ts";

const MOST_KILOBYTES = 300;

describe("the first load of the console", () => {
  let site: string;
  let html: string;
  beforeAll(async () => {
    site = await shared("console");
    html = await readFile(join(site, "index.html"), "utf8");
  });

  const filesOf = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1] ?? "");
  const gzippedKilobytes = async (files: string[]) => {
    const sizes = files.map(async (file) => (await promisify(gzip)(await readFile(join(site, file)))).length);
    return (await Promise.all(sizes)).reduce((all, size) => all + size, 0) / 1000;
  };

  it(`is under ${MOST_KILOBYTES} kB of compressed JavaScript`, async () => {
    const scripts = filesOf(/(?:src|href)="(\/assets\/[^"]+\.js)"/g);
    expect(scripts.length).toBeGreaterThan(0);
    expect(await gzippedKilobytes(scripts)).toBeLessThan(MOST_KILOBYTES);
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
