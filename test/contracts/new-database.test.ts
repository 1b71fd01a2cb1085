/** A new embedded database begins with an image that was made beforehand: whole, or not at all. */
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newDatabasePath, unpackNewDatabase } from "../../src/storage/db/new-database.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "new-database-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("unpacks a database that opens, and leaves one that is there as it is", async () => {
  // `npm ci` made it.
  await access(newDatabasePath());
  await unpackNewDatabase(folder);
  const database = await openPglite(folder);
  await database.query("create table kept (id int)");
  await database.close();
  await unpackNewDatabase(folder);
  const again = await openPglite(folder);
  expect(await again.query("select * from kept")).toEqual([]);
  await again.close();
  expect(await readdir(folder)).toEqual(["postgres"]);
});

it("leaves nothing behind when the image is damaged, and does nothing without one", async () => {
  const image = join(folder, "damaged.tar.gz");
  await writeFile(image, "no archive");
  const data = join(folder, "data");
  await mkdir(data);
  await expect(unpackNewDatabase(data, image)).rejects.toThrow("header");
  await unpackNewDatabase(data, join(folder, "missing.tar.gz"));
  expect(await readdir(data)).toEqual([]);
});
