/** What an admin may set, and what holds where nothing is set. */
import { describe, expect, it } from "vitest";
import { defaultSettings, settingsSchema } from "./settings.ts";

describe("settings", () => {
  it("N7: have these defaults", () => {
    expect(defaultSettings).toEqual({
      language: "en",
      unansweredOutbound: "log",
      media: "attach",
      missingEmail: "made-up",
      madeUpEmailDomain: "aircall.io",
      reopenWindow: "72",
      card: "send",
      cardEmail: "show",
      cardNotes: "show",
      cardTickets: "show",
      cardLastContact: "show",
      cardForUnknown: "hide",
      patienceMinutes: 15,
      alertUrl: "",
      retentionDays: 365,
      sharePercent: 10,
    });
  });

  it("N7: keep what is set and fill up the rest", () => {
    expect(settingsSchema.parse({ language: "fr", sharePercent: 0 })).toEqual({
      ...defaultSettings,
      language: "fr",
      sharePercent: 0,
    });
  });

  it.each([
    [{ language: "de" }, "language"],
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

  it("N7: refuse a key that is none of theirs, by name", () => {
    expect(settingsSchema.safeParse({ langage: "fr" }).error?.issues[0]?.message).toContain("langage");
  });
});
