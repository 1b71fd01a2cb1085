/** `settings get` and `settings set`, on a fake API. */
import { describe, expect, it } from "vitest";
import { runLine, writesOf } from "../../test/helpers/run-line.ts";

const SECRET = "https://hooks.example.com/services/hush";
const settings = [
  { name: "language", value: "en", default: "en", about: "The language.", kind: "choice", choices: ["en", "fr"] },
  { name: "retentionDays", value: 30, default: 90, about: "Days.", kind: "number", minimum: 0, maximum: 3650 },
  { name: "patienceMinutes", value: 15, default: 15, about: "Minutes.", kind: "number", minimum: 0 },
  { name: "alertUrl", value: "https://hooks.example.com/…", default: "", about: "Alerts.", kind: "text", secret: true },
  { name: "timeZone", value: "", default: "", about: "The zone.", kind: "text" },
];
const get = (...args: string[]) =>
  runLine(["settings", "get", "acme", ...args], { api: { "GET /settings": { settings } } });

/** The API answers with the settings as they are after the change. */
function set(typed: readonly string[], after: Record<string, unknown> = {}, file = "") {
  const answered = settings.map((one) => ({
    ...one,
    value: Object.hasOwn(after, one.name) ? after[one.name] : one.value,
  }));
  const api = { "GET /settings": { settings }, "PATCH /settings": { settings: answered } };
  return runLine(["settings", "set", "acme", ...typed], { api, file });
}

describe("settings get", () => {
  it("N7: says of each setting what it does, what is allowed, and a default that differs", async () => {
    expect((await get()).said).toEqual([
      'language = "en"',
      "    The language. (en, fr)",
      "retentionDays = 30",
      "    Days. (0 to 3650, default 90)",
      "patienceMinutes = 15",
      "    Minutes. (0 to …)",
      "alertUrl = (set, a secret)",
      '    Alerts. (text, default "")',
      'timeZone = ""',
      "    The zone. (text)",
    ]);
  });

  it("prints the bare value of one", async () => {
    expect((await get("language")).said).toEqual(["en"]);
    expect((await get("retentionDays")).said).toEqual(["30"]);
  });

  it("names the settings there are where one is unknown, without its control characters", async () => {
    const { said, error } = await get("colour\u001b[31m");
    expect([said, error]).toEqual([
      [],
      "There is no setting colour [31m. Settings are: language, retentionDays, patienceMinutes, alertUrl, timeZone.",
    ]);
  });
});

describe("settings set", () => {
  it.each([
    ["retentionDays=90", { retentionDays: 90 }],
    ["retentionDays=-1", { retentionDays: -1 }],
    ["retentionDays=ninety", { retentionDays: "ninety" }],
    ["retentionDays=", { retentionDays: "" }],
    ["language=fr", { language: "fr" }],
    [" language = fr ", { language: "fr" }],
    ["alertUrl=https://hooks.example.com/?a=b", { alertUrl: "https://hooks.example.com/?a=b" }],
    ["timeZone=12", { timeZone: "12" }],
  ])("N7: sends %j as %j, which the API judges", async (typed, body) => {
    expect(writesOf(await set([typed]))).toEqual([{ request: "PATCH /settings", account: "acme", body }]);
  });

  it("sends several at once, and shows of these alone what each was", async () => {
    const { said, api } = await set(["language=fr", "retentionDays=30"], { language: "fr" });
    expect(api.at(-1)?.body).toEqual({ language: "fr", retentionDays: 30 });
    expect(said.map((line) => line.trimEnd())).toEqual([
      expect.stringMatching(/^language +=  ?"fr" +was "en"$/),
      expect.stringMatching(/^retentionDays +=  ?30 +as before$/),
    ]);
  });

  it("N7: reads a secret from standard input, and shows neither the old one nor the new one", async () => {
    const { said, api } = await set(["alertUrl=-"], { alertUrl: SECRET }, ` ${SECRET}\n`);
    expect(api.at(-1)?.body).toEqual({ alertUrl: SECRET });
    expect(said.join("")).toMatch(/\(set, a secret\) +was \(set, a secret\)/);
    expect(said.join("")).not.toContain("hooks.example.com");
  });

  it.each([
    ["language", '"language" is not of the form name=value, e.g. language=fr.'],
    ["=fr", '"=fr" is not of the form name=value, e.g. language=fr.'],
    ["colour=red", /^There is no setting colour\. Settings are: language, /],
  ])("refuses %j before it changes anything", async (typed, sentence) => {
    const outcome = await set(["language=fr", typed]);
    expect(outcome.error).toMatch(sentence);
    expect(writesOf(outcome)).toEqual([]);
  });
});
