/** What an admin may set. The choices and the defaults are in docs/settings.md, which a test compares. */
import { describe, expect, it } from "vitest";
import { defaultSettings, settingsSchema } from "./settings.ts";

describe("settings", () => {
  it("N7: keep what is set and fill up the rest", () => {
    expect(settingsSchema.parse({ language: "fr", sharePercent: 0 })).toEqual({
      ...defaultSettings,
      language: "fr",
      sharePercent: 0,
    });
  });

  it("N7: may be set to their defaults", () => {
    expect(settingsSchema.parse({ ...defaultSettings })).toEqual(defaultSettings);
  });

  it.each([
    ["patienceMinutes", [0, 1, 1440]],
    ["retentionDays", [0, 1, 3650]],
    ["sharePercent", [0, 1, 90]],
    ["madeUpEmailDomain", ["a.io", "x-1.aircall.io", "a.b.c.example", "Aircall.IO", "1a--b.museum"]],
    ["alertUrl", ["", "https://hooks.example.com/a?b=c", "http://127.0.0.1:4001/alerts", longAddress(1000)]],
  ])("N7: let %s be any of %j", (name, values) => {
    for (const value of values) expect(settingsSchema.parse({ [name]: value })).toMatchObject({ [name]: value });
  });

  it.each([
    [{ madeUpEmailDomain: "localhost" }, "must be a domain such as aircall.io"],
    [{ alertUrl: "hooks.example.com" }, "must begin with https:// or be empty"],
  ])("N7: say of %j what it must be", (given, message) => {
    expect(settingsSchema.safeParse(given).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  it.each([
    [{ language: "de" }, "language"],
    [{ reopenWindow: "73" }, "reopenWindow"],
    [{ patienceMinutes: -1 }, "patienceMinutes"],
    [{ patienceMinutes: 1441 }, "patienceMinutes"],
    [{ patienceMinutes: 0.5 }, "patienceMinutes"],
    [{ retentionDays: -1 }, "retentionDays"],
    [{ retentionDays: 3651 }, "retentionDays"],
    [{ retentionDays: 0.5 }, "retentionDays"],
    [{ madeUpEmailDomain: "-a.io" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "a-.io" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "a_b.io" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "a..io" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "aircall.i" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "127.0.0.1" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "" }, "madeUpEmailDomain"],
    [{ alertUrl: "https://" }, "alertUrl"],
    [{ alertUrl: "http://hooks.example.com/" }, "alertUrl"],
    [{ alertUrl: "http://127.0.0.1/" }, "alertUrl"],
    [{ alertUrl: "http://127.0.0.1:x/" }, "alertUrl"],
    [{ alertUrl: "see https://hooks.example.com/" }, "alertUrl"],
    [{ alertUrl: "https://hooks.example.com/ and more" }, "alertUrl"],
    [{ alertUrl: longAddress(1001) }, "alertUrl"],
    [{ unansweredOutbound: true }, "unansweredOutbound"],
    [{ media: "none" }, "media"],
    [{ missingEmail: null }, "missingEmail"],
    [{ madeUpEmailDomain: "x@aircall.io" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "localhost" }, "madeUpEmailDomain"],
    [{ madeUpEmailDomain: "aircall.io\n" }, "madeUpEmailDomain"],
    [{ sharePercent: 91 }, "sharePercent"],
    [{ sharePercent: -1 }, "sharePercent"],
    [{ sharePercent: 0.5 }, "sharePercent"],
    [{ sharePercent: "10" }, "sharePercent"],
  ])("N7: refuse %j and name the setting", (given, name) => {
    expect(settingsSchema.safeParse(given).error?.issues.map((issue) => issue.path[0])).toEqual([name]);
  });

  it("N7: reject an unknown key, by name", () => {
    expect(settingsSchema.safeParse({ langage: "fr" }).error?.issues[0]?.message).toContain("langage");
  });
});

function longAddress(length: number): string {
  const start = "https://hooks.example.com/";
  return `${start}${"x".repeat(length - start.length)}`;
}
