/** /api/settings and what belongs to it: sentences about wrong values, the preview of a card, and the test alert. */
import { describe, expect, it } from "vitest";
import { ADA, openSignedIn } from "../../../test/helpers/signed-in-admin.ts";
import type { SettingProblem } from "../../domain/settings/judge-settings.ts";
import { defaultSettings, type Settings } from "../../domain/settings/settings.ts";
import { PostError } from "../../kit/post-error.ts";
import type { CardPreviewAnswer, SettingsAnswer, TestAlertAnswer } from "./schemas.ts";
import { describeProblems } from "./setting-problems.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const SECRET = "https://hooks.example.com/services/hush";
const FRENCH = { headers: { "accept-language": "fr" } };

interface Opened {
  saved?: Settings | null;
  allowLoopback?: boolean;
  /** How the receiver of alerts fails. */
  failure?: Error | null;
}

function open({ saved = defaultSettings, allowLoopback, failure = null }: Opened = {}) {
  const asked: unknown[] = [];
  const ask = openSignedIn({
    admin: {
      settings: {
        read: async () => saved,
        history: async (...question: unknown[]) => {
          asked.push(question);
          return [{ name: "language", from: "en", to: "fr", by: "Ada", at: new Date(NOW) }];
        },
        change: async (...question: unknown[]) => void asked.push(question),
      },
    },
    clock: () => NOW,
    postJson: async (...posted: unknown[]) => {
      asked.push(posted);
      if (failure) throw failure;
    },
    ...(allowLoopback !== undefined && { allowLoopback }),
  });
  return { ask, asked };
}

describe("/api/settings", () => {
  it("N7: shows each setting in the reader's language without its secret, and the latest hundred changes", async () => {
    const { ask, asked } = open({ saved: { ...defaultSettings, alertUrl: SECRET } });
    const { body } = await ask<SettingsAnswer>("/settings");
    const french = (await ask<SettingsAnswer>("/settings", FRENCH)).body;
    expect(asked[0]).toEqual(["c1", 100]);
    expect(body.history).toEqual([
      { name: "language", from: "en", to: "fr", by: "Ada", at: "2026-03-02T09:00:00.000Z" },
    ]);
    expect(body.settings.find(({ name }) => name === "alertUrl")?.value).toBe("https://hooks.example.com/…");
    for (const [i, { about }] of body.settings.entries()) expect(french.settings[i]?.about).not.toBe(about);
  });

  it("N7: saves a change in its person's name", async () => {
    const { ask, asked } = open();
    const { status } = await ask("/settings", { method: "PATCH", body: { language: "fr" } });
    expect([status, asked[0]]).toEqual([200, ["c1", { language: "fr" }, ADA, NOW]]);
  });

  it("N7: is 404 where the connection does not exist any more", async () => {
    for (const more of [{}, { method: "PATCH", body: { language: "fr" } }]) {
      const { status, body } = await open({ saved: null }).ask("/settings", more);
      expect([status, body.error.code]).toEqual([404, "not_connected"]);
    }
  });

  it.each([
    [true, 200],
    [false, 400],
    [undefined, 400],
  ])("N7: takes an address of this machine in the sandbox alone (%s)", async (allowLoopback, wanted) => {
    const { ask } = open(allowLoopback === undefined ? {} : { allowLoopback });
    const body = { alertUrl: "http://127.0.0.1:8080/hook" };
    expect((await ask("/settings", { method: "PATCH", body })).status).toBe(wanted);
    expect((await ask("/alerts/test", { method: "POST", body })).status).toBe(wanted);
  });
});

describe("the problems of settings", () => {
  const long = "x".repeat(150);
  const cases: [SettingProblem, code: string, all: RegExp, own: string][] = [
    [
      { name: long, code: "unknown_setting" },
      "unknown_setting",
      /^There is no setting x{100}\. Settings are: language, /,
      "This version has no such setting. Reload the page.",
    ],
    [
      { name: "media", code: "not_a_choice", choices: ["attach", "link"] },
      "bad_value",
      /^media must be one of: attach, /,
      "Choose one of: attach, link.",
    ],
    [
      { name: "sharePercent", code: "out_of_range", minimum: 0, maximum: 90 },
      "bad_value",
      /^sharePercent must be a whole number from 0 to 90\.$/,
      "Enter a whole number from 0 to 90.",
    ],
    [
      { name: "madeUpEmailDomain", code: "bad_text" },
      "bad_value",
      /^madeUpEmailDomain must be a domain such as /,
      "Enter a domain such as aircall.io, without https:// and without @.",
    ],
    [{ name: "timeZone", code: "bad_text" }, "bad_value", /^timeZone must be /, "Enter a text."],
    [
      { name: "alertUrl", code: "bad_address", why: "not https" },
      "bad_value",
      /^alertUrl must begin with https:\/\/\.$/,
      "Enter an address that begins with https://.",
    ],
  ];

  it.each(cases)("N7: %j are said with the name and at the field", (problem, code, all, own) => {
    const { error } = describeProblems([problem], "en");
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(all)]);
    expect(error.fields).toEqual([{ ...problem, name: problem.name.slice(0, 100), message: own }]);
    expect(describeProblems([problem], "fr").error.fields?.[0]?.message).not.toBe(own);
  });

  it("N7: are all said, with the code of the first", () => {
    const { error } = describeProblems(
      cases.map(([problem]) => problem),
      "en",
    );
    expect([error.code, error.fields?.length]).toEqual(["unknown_setting", cases.length]);
    expect(error.message).toMatch(/no setting x.*media must.*sharePercent must.*alertUrl must/);
  });
});

describe("the preview of a card", () => {
  const path = "/settings/card-preview";

  it("I3: goes by the given settings, then the saved ones, then the defaults", async () => {
    const saved = open({ saved: { ...defaultSettings, language: "fr", card: "send", cardForUnknown: "show" } });
    const french = (await saved.ask<CardPreviewAnswer>(path)).body;
    const english = (await saved.ask<CardPreviewAnswer>(`${path}?language=en`)).body;
    expect(french.unknown).not.toBeNull();
    expect(french.known).not.toEqual(english.known);
    expect(JSON.stringify(english.known)).toContain("ada@example.com");
    expect(JSON.stringify(english.unknown)).not.toContain("ada@example.com");
    const none = (await open({ saved: null }).ask<CardPreviewAnswer>(path)).body;
    expect(none).toEqual({ known: english.known, unknown: null });
    expect((await saved.ask<CardPreviewAnswer>(`${path}?card=off`)).body).toEqual({ known: null, unknown: null });
  });

  it("I3: has a title, which has no label, and takes no setting of another topic", async () => {
    const { body } = await open().ask<CardPreviewAnswer>(path);
    expect(body.known?.map(({ label }) => label === null)).toEqual(body.known?.map((_line, i) => i === 0));
    expect((await open().ask(`${path}?media=link`)).status).toBe(400);
  });
});

describe("a test alert", () => {
  const test = (opened: Opened, body?: object, more: object = {}) =>
    open(opened).ask<TestAlertAnswer>("/alerts/test", { method: "POST", ...(body && { body }), ...more });
  const saved = { ...defaultSettings, alertUrl: SECRET };

  it("N7: goes to the typed address, else to the saved one", async () => {
    const { ask, asked } = open({ saved });
    await ask("/alerts/test", { method: "POST", body: { alertUrl: "https://other.example/" } });
    await ask("/alerts/test", { method: "POST" });
    expect(asked.map((one) => (one as unknown[])[0])).toEqual(["https://other.example/", SECRET]);
  });

  it.each([
    ["rejected", 404, /with the status 404\./],
    ["timeout", null, /^The receiver did not answer within 10 seconds\.$/],
    ["unreachable", null, /cannot be reached/],
    ["not_public", null, /not on the public internet/],
  ] as const)("N7: says why it did not arrive: %s", async (code, status, message) => {
    const failure = new PostError(code, "it failed", status);
    const { body } = await test({ saved, failure });
    expect(body).toEqual({ delivered: false, code, status, ms: 0, message: expect.stringMatching(message) as string });
    expect((await test({ saved, failure }, undefined, FRENCH)).body.message).not.toBe(body.message);
  });

  it("N7: takes no longer address than a setting may have", async () => {
    const { status } = await test({ saved }, { alertUrl: `https://other.example/${"x".repeat(1000)}` });
    expect(status).toBe(400);
  });
});

it("N7: alerts are said in the reader's language, with when each began and ended", async () => {
  const asked: unknown[] = [];
  const alert = { id: 1, kind: "no admin", detail: {}, raisedAt: new Date(NOW), resolvedAt: null };
  const list = async (...question: unknown[]) => {
    asked.push(question);
    return [alert, { ...alert, resolvedAt: new Date(NOW + 1_000) }];
  };
  const ask = openSignedIn({ admin: { alerts: { list } } });
  const { body } = await ask<{ alerts: { what: string }[] }>("/alerts");
  expect(asked).toEqual([["c1", 50]]);
  const at = "2026-03-02T09:00:00.000Z";
  expect(body.alerts).toMatchObject([
    { kind: "no admin", raisedAt: at, resolvedAt: null },
    { kind: "no admin", raisedAt: at, resolvedAt: "2026-03-02T09:00:01.000Z" },
  ]);
  const french = await ask<{ alerts: { what: string }[] }>("/alerts", FRENCH);
  expect(french.body.alerts[0]?.what).not.toBe(body.alerts[0]?.what);
});
