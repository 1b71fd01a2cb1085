/** N7: what is wrong with settings that an admin wants to save. */
import { expect, it } from "vitest";
import { judgeSettings } from "./judge-settings.ts";

const judge = (values: Record<string, unknown>) => judgeSettings(values, { allowLoopback: false });

it("N7: reports every problem, each with its setting and what is allowed", () => {
  const values = {
    langage: "fr",
    media: "burn",
    sharePercent: 99,
    patienceMinutes: "many",
    madeUpEmailDomain: "nowhere",
    alertUrl: "http://hooks.example.com/secret",
    card: "off",
  };
  expect(judge(values)).toEqual([
    { name: "langage", code: "unknown_setting" },
    { name: "media", code: "not_a_choice", choices: ["attach", "link", "nothing"] },
    { name: "sharePercent", code: "out_of_range", minimum: 0, maximum: 90 },
    { name: "patienceMinutes", code: "out_of_range", minimum: 0, maximum: 1440 },
    { name: "madeUpEmailDomain", code: "bad_text" },
    { name: "alertUrl", code: "bad_address", why: "not https" },
  ]);
});

it.each([{}, { language: "fr", sharePercent: 90, alertUrl: "" }, { alertUrl: "https://hooks.slack.com/services/x" }])(
  "N7: finds nothing in %j",
  (values) => {
    expect(judge(values)).toEqual([]);
  },
);

it("N7: rejects an address that is no string", () => {
  expect(judge({ alertUrl: 7 })).toEqual([{ name: "alertUrl", code: "bad_text" }]);
});
