/** A new embedded database as the tests begin with one: with every table and without a row, copied instead of made. */
import { openAsBlob } from "node:fs";
import { shared } from "./shared.ts";

/** Null where none can be stored, for example in a read-only folder. Then each database is created from nothing. */
export async function embeddedImage(): Promise<Blob | null> {
  return shared("embedded-image")
    .then(openAsBlob)
    .catch(() => null);
}
