/** The settings as a form, and the sentences beside its fields. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formOf, isSettingName, refusedSettings, settingsForm } from "./settings-form.ts";
import { defaultSettings, settingsSchema } from "./settings.ts";
import { sayAllowed, settingsTranslations } from "../translations/settings-translations.ts";

const names = settingsSchema.keyof().options;

describe("the form of settings", () => {
  it("N7: has a field for every setting, in their order, with their defaults", () => {
    expect(settingsForm.map(({ name }) => name)).toEqual(names);
    expect(Object.fromEntries(settingsForm.map((field) => [field.name, field.default]))).toEqual(defaultSettings);
  });

  it("N7: knows choices, numbers with their limits, and strings", () => {
    const fields = formOf(
      z.strictObject({
        colour: z.enum(["red", "blue"]).default("red"),
        percent: z.number().int().min(0).max(90).default(10),
        name: z.string().default("x"),
        ratio: z.number().default(0.5),
      }),
    );
    // A missing limit has no key at all. In JSON it would be null.
    expect(fields).toStrictEqual([
      { name: "colour", kind: "choice", choices: ["red", "blue"], default: "red" },
      { name: "percent", kind: "number", minimum: 0, maximum: 90, default: 10 },
      { name: "name", kind: "text", default: "x" },
      { name: "ratio", kind: "number", default: 0.5 },
    ]);
  });

  it("N7: rejects a setting of a kind that it cannot show, by name", () => {
    expect(() => formOf(z.strictObject({ shades: z.array(z.string()).default([]) }))).toThrow("shades");
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

describe.each(["en", "fr"] as const)("the sentences about settings in %s", (language) => {
  it.each(names)("N7: say what %s does, in one sentence", (name) => {
    expect(settingsTranslations[language].about[name]).toMatch(/^\p{Lu}.*\.$/u);
  });

  it("N7: are of settings that exist", () => {
    expect(Object.keys(settingsTranslations[language].about).sort()).toEqual([...names].sort());
  });

  it.each(settingsForm)("N7: say what $name may be", (field) => {
    const allowed = sayAllowed(field, language);
    expect(allowed).not.toContain("…");
    expect(allowed).not.toContain("undefined");
    expect(allowed).not.toBe(settingsTranslations[language].anyText);
  });
});

describe("the sentences about settings", () => {
  it("N7: say nothing in French that is left in English by mistake", () => {
    const alike = names.filter((name) => settingsTranslations.en.about[name] === settingsTranslations.fr.about[name]);
    expect(alike).toEqual([]);
  });

  it("N7: name the choices and the limits", () => {
    const allowed = settingsForm.map((field) => sayAllowed(field, "en"));
    expect(allowed).toContain("one of: en, fr");
    expect(allowed).toContain("a whole number from 0 to 90");
    expect(allowed).toContain("a domain such as aircall.io");
  });
});
