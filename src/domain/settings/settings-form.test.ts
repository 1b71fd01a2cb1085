/** The settings as a form, and the sentences beside its fields. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formOf, isSettingName, refusedSettings, settingsForm, shownSetting } from "./settings-form.ts";
import { defaultSettings, settingsSchema } from "./settings.ts";
import { sayAllowed, settingWords } from "../translations/settings-translations.ts";

const names = settingsSchema.keyof().options;

describe("the form of settings", () => {
  it("N7: has a field for every setting, in their order, with their defaults", () => {
    expect(settingsForm.map(({ name }) => name)).toEqual(names);
    expect(Object.fromEntries(settingsForm.map((field) => [field.name, field.default]))).toEqual(defaultSettings);
  });

  it("N7: knows choices, numbers with their limits, and strings", () => {
    const fields = formOf(
      z.strictObject({
        colour: z.enum(["red", "blue"]).default("red").meta({ section: "looks", off: "blue" }),
        percent: z.number().int().min(0).max(90).default(10).meta({ section: "sums" }),
        name: z.string().default("x").meta({ section: "looks", secret: true }),
        ratio: z.number().default(0.5).meta({ section: "sums" }),
      }),
    );
    // A missing limit has no key at all. In JSON it would be null.
    expect(fields).toStrictEqual([
      { name: "colour", section: "looks", kind: "choice", choices: ["red", "blue"], off: "blue", default: "red" },
      { name: "percent", section: "sums", kind: "number", minimum: 0, maximum: 90, default: 10 },
      { name: "name", section: "looks", kind: "text", default: "x", secret: true },
      { name: "ratio", section: "sums", kind: "number", default: 0.5 },
    ]);
  });

  it.each([
    ["of a kind that it cannot show", z.array(z.string()).default([]).meta({ section: "looks" })],
    ["without a section", z.string().default("")],
  ])("N7: rejects a setting %s, by name", (_what, shades) => {
    expect(() => formOf(z.strictObject({ shades }))).toThrow("shades");
  });

  it("N7: shows a choice as a switch only where the one that means no is one of two", () => {
    const switches = settingsForm.filter(({ off }) => off !== undefined);
    expect(switches.length).toBeGreaterThan(5);
    expect(switches.filter(({ choices = [], off = "" }) => choices.length !== 2 || !choices.includes(off))).toEqual([]);
  });

  it.each([
    [{ language: "fr", sharePercent: 0 }, []],
    [{ language: "de" }, ["language"]],
    [{ language: null, media: "link", sharePercent: 91 }, ["language", "sharePercent"]],
    [{ madeUpEmailDomain: "localhost" }, ["madeUpEmailDomain"]],
    [{ timeZone: "Europe/Paris" }, []],
    [{ timeZone: "" }, []],
    [{ timeZone: "Paris" }, ["timeZone"]],
    [{}, []],
  ])("N7: of %j refuses %j", (values, refused) => {
    expect(refusedSettings(values)).toEqual(refused);
  });

  it.each(["langage", "toString", "__proto__", ""])("N7: has no setting %j", (name) => {
    expect(isSettingName(name)).toBe(false);
  });
});

describe.each(["en", "fr"] as const)("the words about settings in %s", (language) => {
  it.each(settingsForm)("N7: name $name, say what it does, and label each of its choices", (field) => {
    const words = settingWords(field.name, language);
    expect(words?.about).toMatch(/^\p{Lu}.*\.$/u);
    expect(words?.name).toMatch(/^\p{Lu}.*[^.]$/u);
    expect(Object.keys(words?.choices ?? {}).sort()).toEqual([...(field.choices ?? [])].sort());
    expect(words?.switch === undefined).toBe(field.off === undefined);
  });

  it.each(settingsForm)("N7: say what $name may be", (field) => {
    expect(sayAllowed(field, language)).toMatch(/^\p{Ll}(?!.*undefined)/u);
  });

  it.each(["quietHours", "toString"])("N7: are none for %s, which is no setting of this version", (name) => {
    expect(settingWords(name, language)).toBeNull();
  });
});

describe("the words about settings", () => {
  it("N7: say nothing in French that is left in English by mistake", () => {
    const alike = names.filter((name) => settingWords(name, "en")?.about === settingWords(name, "fr")?.about);
    expect(alike).toEqual([]);
  });

  it("N7: name the choices and the limits", () => {
    const allowed = settingsForm.map((field) => sayAllowed(field, "en"));
    expect(allowed).toContain("one of: en, fr");
    expect(allowed).toContain("a whole number from 0 to 90");
    expect(allowed).toContain("a domain such as aircall.io");
  });
});

it.each([
  [true, "https://hooks.example.com/T0/secret", "https://hooks.example.com/…"],
  [true, "no address", "…"],
  [true, "", ""],
  [true, 7, 7],
  [undefined, "https://hooks.example.com/T0", "https://hooks.example.com/T0"],
] as const)("N7: of a value whose secrecy is %s, %j is shown as %j", (secret, value, shown) => {
  expect(shownSetting(secret ? { secret } : {}, value)).toBe(shown);
});
