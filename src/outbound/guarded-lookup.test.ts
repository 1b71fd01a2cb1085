/** Names without an address, with a private address, or with a slow lookup. */
import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { guardedLookup, sharedResolve, type Resolve } from "./guarded-lookup.ts";
import { DOWNLOAD_TIMEOUTS, openDownload } from "./open-download.ts";

const PUBLIC: LookupAddress = { address: "8.8.8.8", family: 4 };
const OTHER: LookupAddress = { address: "2606:4700::1111", family: 6 };
const INSIDE: LookupAddress = { address: "169.254.169.254", family: 4 };

const look = (addresses: LookupAddress[] | Error, all: boolean) => {
  const resolve: Resolve = async () => {
    if (addresses instanceof Error) throw addresses;
    return addresses;
  };
  return new Promise((answered) => {
    guardedLookup({ allowLoopback: false }, resolve)("files.example.com", { all }, (error, ...given) =>
      answered(error ? error.message : given),
    );
  });
};

describe("guardedLookup", () => {
  it("answers what it has checked, one address or all", async () => {
    expect(await look([PUBLIC, OTHER], false)).toEqual([PUBLIC.address, 4]);
    expect(await look([PUBLIC, OTHER], true)).toEqual([[PUBLIC, OTHER]]);
  });

  it("refuses a name with any address on the inside, and one with none", async () => {
    expect(await look([PUBLIC, INSIDE], true)).toBe("the address is not public");
    expect(await look([INSIDE], false)).toBe("the address is not public");
    expect(await look([], false)).toBe("the address is not public");
  });

  it("hands on that a name is not known", async () => {
    expect(await look(new Error("ENOTFOUND"), false)).toBe("ENOTFOUND");
  });
});

describe("sharedResolve", () => {
  it("S3: asks once for a name that many wait for, and anew afterwards", async () => {
    const resolve = sharedResolve();
    const first = resolve("localhost");
    expect(resolve("localhost")).toBe(first);
    await first;
    const next = resolve("localhost");
    expect(next).not.toBe(first);
    await next;
  });
});

describe("a name without an answer", () => {
  it("S3: times out like a server that makes no connection", async () => {
    const download = openDownload({
      url: "https://files.example.com/a.mp3",
      publicOnly: true,
      timeouts: { ...DOWNLOAD_TIMEOUTS, connectMs: 30 },
      signal: new AbortController().signal,
      resolve: () => new Promise(() => undefined),
    });
    await expect(download).rejects.toMatchObject({
      fate: "unknown",
      message: "media from files.example.com: no connection in time",
    });
  });
});
