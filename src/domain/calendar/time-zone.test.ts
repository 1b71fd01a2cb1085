import { describe, expect, it } from "vitest";
import { chooseTimeZone, isTimeZone } from "./time-zone.ts";

const facts = { setting: "", gorgias: null, numbers: [] };

describe("the team's time zone", () => {
  it("is the admin's choice before all else", () => {
    const all = { setting: "Europe/Paris", gorgias: "Europe/London", numbers: ["America/New_York"] };
    expect(chooseTimeZone(all, "Asia/Tokyo")).toEqual({ name: "Europe/Paris", source: "setting" });
  });

  it("is that of the business hours in Gorgias where the admin chose none", () => {
    const known = { ...facts, gorgias: "Europe/London", numbers: ["America/New_York"] };
    expect(chooseTimeZone(known, "Asia/Tokyo")).toEqual({ name: "Europe/London", source: "gorgias" });
  });

  it("is that of most numbers where Gorgias names none", () => {
    const numbers = [null, "America/New_York", "Europe/Paris", "nowhere", "nowhere", "nowhere", "Europe/Paris"];
    expect(chooseTimeZone({ ...facts, numbers }, "Asia/Tokyo")).toEqual({ name: "Europe/Paris", source: "numbers" });
  });

  it("is that of most numbers in any order, and of equally many the first", () => {
    const zoneOf = (...numbers: string[]) => chooseTimeZone({ ...facts, numbers }, null).name;
    expect(zoneOf("Europe/Paris", "Europe/Paris", "America/New_York")).toBe("Europe/Paris");
    expect(zoneOf("America/New_York", "Europe/Paris", "America/New_York")).toBe("America/New_York");
    expect(zoneOf("Europe/London", "Europe/Paris")).toBe("Europe/London");
  });

  it("is the browser's where nothing else is known, and UTC where that is not one", () => {
    expect(chooseTimeZone(facts, "Asia/Tokyo")).toEqual({ name: "Asia/Tokyo", source: "browser" });
    expect(chooseTimeZone(facts, "Mars/Olympus")).toEqual({ name: "UTC", source: "utc" });
    expect(chooseTimeZone(facts, null)).toEqual({ name: "UTC", source: "utc" });
  });

  it.each(["Europe/Paris", "UTC", "Asia/Kathmandu", "America/Argentina/Buenos_Aires"])("may be %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["", "+01:00", "Paris", "Europe/Paris; drop table", "CEST", "2"])("is not %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
