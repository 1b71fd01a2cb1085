/** The allowed addresses of media, and the maximum size. */
import { describe, expect, it } from "vitest";
import { LARGEST_MEDIA_BYTES, mediaOutcomeSchema, reachOf, type MediaOutcome } from "./media.ts";

const VENDOR = ["amazonaws.com", "aircall.io"];
const LOCAL = ["127.0.0.1:4001"];

describe("the largest file", () => {
  it("C10: has 500 MB", () => {
    expect(LARGEST_MEDIA_BYTES).toBe(524_288_000);
  });
});

describe("reachOf", () => {
  it.each([
    "https://amazonaws.com/x",
    "https://bucket.s3.us-west-2.amazonaws.com/a/b.mp3?X-Amz-Signature=00",
    "https://assets.aircall.io/calls/1/recording",
    "https://BUCKET.S3.AMAZONAWS.COM/x",
    "HTTPS://short-urls.aircall.io/v1/1",
    "https://assets.aircall.io:443/x",
  ])("C10: allows %s", (address) => {
    expect(reachOf(address, VENDOR)).toBe("public");
  });

  it.each([
    ["plain http", "http://bucket.s3.amazonaws.com/x"],
    ["another scheme", "ftp://bucket.s3.amazonaws.com/x"],
    ["a file", "file:///etc/passwd"],
    ["a file on an allowed host", "file://amazonaws.com/etc/passwd"],
    ["data", "data:text/plain,amazonaws.com"],
    ["a script", "javascript:alert('amazonaws.com')"],
    ["a blob", "blob:https://amazonaws.com/1"],
    ["a name that ends alike", "https://evilamazonaws.com/x"],
    ["a name that begins alike", "https://amazonaws.com.evil.example/x"],
    ["the name in the path", "https://evil.example/amazonaws.com"],
    ["the name in the query", "https://evil.example/?.amazonaws.com"],
    ["the name in the fragment", "https://evil.example/#.amazonaws.com"],
    ["the name as user", "https://amazonaws.com@evil.example/x"],
    ["a user", "https://user@bucket.s3.amazonaws.com/x"],
    ["a user and password", "https://user:word@bucket.s3.amazonaws.com/x"],
    ["a password only", "https://:word@bucket.s3.amazonaws.com/x"],
    ["a backslash", "https://evil.example\\.amazonaws.com/x"],
    ["another port", "https://bucket.s3.amazonaws.com:8443/x"],
    ["the port of http", "https://bucket.s3.amazonaws.com:80/x"],
    ["a trailing dot", "https://bucket.s3.amazonaws.com./x"],
    ["look-alike letters", "https://bucket.аmazonaws.com/x"],
    ["loopback", "https://127.0.0.1/x"],
    ["loopback by name", "https://localhost/x"],
    ["loopback in decimal", "https://2130706433/x"],
    ["loopback in hexadecimal", "https://0x7f000001/x"],
    ["loopback in IPv6", "https://[::1]/x"],
    ["loopback mapped to IPv6", "https://[::ffff:127.0.0.1]/x"],
    ["the cloud's metadata", "http://169.254.169.254/latest/meta-data/"],
    ["a private network", "https://10.0.0.1/x"],
    ["no host", "https:///amazonaws.com.evil.example"],
    ["no address", "amazonaws.com"],
    ["nothing", ""],
  ])("C10: refuses %s", (_, address) => {
    expect(reachOf(address, VENDOR)).toBe("nowhere");
  });

  it("C10: allows a host with a port on exactly that port, on http as well", () => {
    expect(reachOf("http://127.0.0.1:4001/media/1.mp3", LOCAL)).toBe("anywhere");
    expect(reachOf("https://127.0.0.1:4001/media/1.mp3", LOCAL)).toBe("anywhere");
    for (const other of ["http://127.0.0.1/x", "http://127.0.0.1:4002/x", "http://127.0.0.1:40011/x"]) {
      expect(reachOf(other, LOCAL)).toBe("nowhere");
    }
    expect(reachOf("ftp://127.0.0.1:4001/x", LOCAL)).toBe("nowhere");
    expect(reachOf("xhttp://127.0.0.1:4001/x", LOCAL)).toBe("nowhere");
    expect(reachOf("http://x@127.0.0.1:4001/x", LOCAL)).toBe("nowhere");
    expect(reachOf("http://evil.127.0.0.1:4001/x", LOCAL)).toBe("nowhere");
    expect(reachOf("http://localhost:4001/x", LOCAL)).toBe("nowhere");
  });

  it("C10: allows nothing where nothing is allowed", () => {
    expect(reachOf("https://bucket.s3.amazonaws.com/x", [])).toBe("nowhere");
  });

  it("C10: knows an allowed host written in capitals", () => {
    expect(reachOf("https://files.example.com/x", ["Example.COM"])).toBe("public");
  });
});

describe("entries of the list", () => {
  it("C10: of a host with the usual port of https or http are known without it", () => {
    expect(reachOf("https://files.example.com/x", ["files.example.com:443"])).toBe("anywhere");
    expect(reachOf("http://files.example.com/x", ["files.example.com:80"])).toBe("anywhere");
    expect(reachOf("http://files.example.com/x", ["files.example.com:443"])).toBe("nowhere");
    expect(reachOf("https://x.files.example.com/x", ["files.example.com:443"])).toBe("nowhere");
    expect(reachOf("http://[::1]:4001/x", ["[::1]:4001"])).toBe("anywhere");
  });

  it.each([
    ["s3.*.amazonaws.com", "s3.eu-west-1.amazonaws.com", "public"],
    ["s3.*.amazonaws.com", "bucket.s3.eu-west-1.amazonaws.com", "public"],
    ["s3.*.amazonaws.com", "bucket.s3.eu-west-1.x.amazonaws.com", "nowhere"],
    ["s3.*.amazonaws.com", "s3..amazonaws.com", "nowhere"],
    ["s3.*.amazonaws.com", "bucketxs3.eu-west-1.amazonaws.com", "nowhere"],
    ["s3-*.amazonaws.com", "bucket.s3-eu-west-1.amazonaws.com", "public"],
    ["s3-*.amazonaws.com", "bucket.s3-.amazonaws.com", "nowhere"],
    ["s3-*.amazonaws.com", "xs3-eu-west-1.amazonaws.com", "nowhere"],
    ["*.example.com", "files.example.com", "public"],
    ["*.example.com", "example.com", "nowhere"],
    ["a+.example.com", "aa.example.com", "nowhere"],
    ["a+.example.com", "a.example.com", "nowhere"],
    ["com.", "com", "nowhere"],
    ["aircall.*", "aircall.io", "public"],
    ["x.*:443", "x.com", "nowhere"],
    ["example.com:8443", "example.com", "nowhere"],
  ])("C10: of the form %s, and the host %s: %s", (entry, host, reach) => {
    expect(reachOf(`https://${host}/x`, [entry])).toBe(reach);
  });
});

describe("what became of a file", () => {
  it.each<MediaOutcome>([
    { kind: "attached", file: { url: "https://files.test/1", name: "1.mp3", contentType: "audio/mpeg", size: 3 } },
    { kind: "attached", file: { url: "https://files.test/1", name: "1.mp3", contentType: "audio/mpeg", size: null } },
    { kind: "too large", bytes: 1 },
    { kind: "refused", reason: { code: "file_rejected" } },
    { kind: "gone" },
  ])("C10: is read back complete: %j", (outcome) => {
    expect(mediaOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });
});
