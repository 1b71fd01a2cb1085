/** A new embedded database as the tests begin with one: with every table and without a row, copied instead of made. */
import { openAsBlob } from "node:fs";
import { shared } from "./shared.ts";

/** Null where none can be kept, as in a folder that is read only. Then each database is made from nothing. */
export async function embeddedImage(): Promise<Blob | null> {
  return shared("embedded-image")
    .then(openAsBlob)
    .catch(() => null);
}
