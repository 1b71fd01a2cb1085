/** Which files are attached to a message, and why the others are not (M9). */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileOutcomeSchema, mayAttach, partKind } from "./file-outcome.ts";

const SVG = "image/svg+xml";

describe("mayAttach", () => {
  it.each([
    ["image/png", "image/png"],
    ["image/jpeg", "image/jpeg"],
    ["image/gif", "image/gif"],
    ["application/pdf", "application/pdf"],
    ["image/heic", "image/heic"],
    ["image/png", "image/jpeg"],
    ["image/png", "application/octet-stream"],
    ["image/png", null],
    ["application/pdf", SVG],
  ])("M9: accepts a file whose bytes are %s, given as %s", (found, said) => {
    expect(mayAttach(found, said)).toBeNull();
  });

  it.each([
    ["image/apng", "image/png"],
    ["image/heic-sequence", "image/heic"],
    ["image/heif-sequence", "image/heif"],
  ])("M9: accepts a moving picture, %s, given as %s", (found, said) => {
    expect(mayAttach(found, said)).toBeNull();
  });

  it.each([
    ["application/zip", "application/zip"],
    ["video/mp4", "video/mp4"],
    ["audio/mpeg", "audio/mpeg"],
    ["text/vcard", "text/vcard"],
  ])("M9: names another type: %s", (found, said) => {
    expect(mayAttach(found, said)).toEqual({ kind: "other type", type: said });
  });

  it("M9: rejects SVG, which may contain scripts, whatever its type says", () => {
    expect(mayAttach(SVG, SVG)).toEqual({ kind: "other type", type: SVG });
    expect(mayAttach("application/xml", SVG)).toEqual({ kind: "other type", type: SVG });
    expect(mayAttach(null, SVG)).toEqual({ kind: "other type", type: SVG });
    expect(mayAttach(SVG, "image/png")).toEqual({ kind: "disguised", type: "image/png" });
  });

  it.each([
    ["application/x-msdownload", "image/png"],
    ["application/zip", "application/pdf"],
    ["text/html", "image/jpeg"],
    [null, "image/png"],
    [null, "application/pdf"],
  ])("M9: detects %s given as %s", (found, said) => {
    expect(mayAttach(found, said)).toEqual({ kind: "disguised", type: said });
  });

  it("M9: detects a false type in any spelling, with spaces and parameters", () => {
    for (const said of ["IMAGE/PNG", " image/png ", "image/png; name=x.exe", "Image/Png;charset=binary"]) {
      expect(mayAttach("application/zip", said)).toEqual({ kind: "disguised", type: "image/png" });
    }
  });

  it("M9: uses the type of the bytes where none is given, and none where none is known", () => {
    expect(mayAttach("application/zip", null)).toEqual({ kind: "other type", type: "application/zip" });
    expect(mayAttach("application/zip", "")).toEqual({ kind: "other type", type: "application/zip" });
    expect(mayAttach(null, null)).toEqual({ kind: "other type", type: "" });
    expect(mayAttach(null, ";")).toEqual({ kind: "other type", type: "" });
  });

  it("M9: trusts the bytes alone, whatever the type says", () => {
    const types = fc.constantFrom("image/png", "application/pdf", SVG, "application/zip", "text/html", null);
    fc.assert(
      fc.property(types, fc.option(fc.oneof(types, fc.string())), (found, said) => {
        const outcome = mayAttach(found, said);
        expect(outcome === null).toBe(found === "image/png" || found === "application/pdf");
        expect(fileOutcomeSchema.nullable().parse(outcome)).toEqual(outcome);
      }),
    );
  });
});

describe("partKind", () => {
  it.each([
    ["text/plain", "a.txt", "words"],
    ["text/plain; charset=utf-8", "a.txt", "words"],
    ["Text/Plain;charset=iso-8859-1", "", "words"],
    ["application/smil", "smil.xml", "layout"],
    ["application/smil; charset=utf-8", "x", "layout"],
    ["application/smil+xml", "x", "layout"],
    [null, "0.smil", "layout"],
    ["application/octet-stream", "0.SMI", "layout"],
    ["binary/octet-stream", "0.smil", "layout"],
    [null, "0.smil.png", "file"],
    ["text/vcard", "ada.vcf", "file"],
    ["text/x-vcard", "ada.vcf", "file"],
    ["text/html", "a.html", "file"],
    ["image/png", "a.smil", "file"],
    [null, "a.txt", "file"],
    [null, "", "file"],
  ])("M9: takes %j named %j for %s", (said, name, kind) => {
    expect(partKind(said, name)).toBe(kind);
  });
});
