/** What alerts say: each kind, in both languages. */
import { describe, expect, it } from "vitest";
import { ALERT_KINDS, HAPPENINGS, type AlertDetail, type AlertKind } from "./alert.ts";
import { sayAlert, sayTestAlert } from "./say-alert.ts";

const DETAILS: Record<AlertKind, AlertDetail> = {
  deactivated: { reason: "rate_limit" },
  "deactivation near": { minutes: 8, patience: 15 },
  "token dying": { since: "2026-03-02T09:00:00.000Z", why: "client refused" },
  "gorgias keys refused": {},
  "aircall keys refused": {},
  "no line selected": {},
  "lines not linked": { count: 2 },
  "no admin": {},
  "webhook off": {},
  "webhook missing": {},
  "calls unheard": { count: 3 },
  "failed items": { count: 4 },
  "waiting long": { minutes: 22 },
};

describe.each(["en", "fr"] as const)("an alert in %s", (language) => {
  it.each(ALERT_KINDS)("of the kind %s says what is wrong and what to do, with all its facts", (kind) => {
    const { what, remedy } = sayAlert({ kind, detail: DETAILS[kind] }, language);
    expect([what, remedy].join(" ")).not.toMatch(/[{}?]/);
    for (const said of [what, remedy]) expect(said).toMatch(/^\p{Lu}.{20,}\.$/u);
    const { reason, why, ...figures } = DETAILS[kind];
    expect(what).not.toContain(`: ${why}`);
    expect(reason ?? "rate_limit").toBe("rate_limit");
    for (const value of Object.values(figures)) expect(what).toContain(String(value));
    expect(what).not.toBe(sayAlert({ kind, detail: DETAILS[kind] }, language === "en" ? "fr" : "en").what);
  });

  it.each(["rate_limit", "authorisation_removed"])("says the reason %s in that language", (reason) => {
    const said = sayAlert({ kind: "deactivated", detail: { reason } }, language).what;
    expect(said).toContain(language === "en" ? "deactivated: " : "désactivée\u00a0: ");
    expect(said).not.toContain(`: ${reason}`);
    expect(said).toMatch(/[\u00a0:] ?: ?\p{L}.{20,}\. |: \p{L}.{20,}\. /u);
  });

  it.each([
    ["gorgias", "Gorgias"],
    ["aircall", "Aircall"],
  ])("L6: says that the authorisation was removed on the side %s", (side, name) => {
    const detail = { reason: "authorisation_removed", side };
    expect(sayAlert({ kind: "deactivated", detail }, language).what).toMatch(
      new RegExp(`(?:removed in|retirée dans) ${name}\\. `),
    );
  });

  it("says a reason that it does not know as it is, and what is missing with a question mark", () => {
    expect(sayAlert({ kind: "deactivated", detail: { reason: "odd" } }, language).what).toContain("odd");
    expect(sayAlert({ kind: "waiting long", detail: {} }, language).what).toContain("? min");
  });
});

it("L6: says that Gorgias does not answer where an earlier version stored no cause", () => {
  const detail = { since: "09:00" };
  expect(sayAlert({ kind: "token dying", detail }, "en").what).toBe(
    "The authorisation of Gorgias could not be renewed since 09:00: Gorgias does not answer.",
  );
  expect(sayAlert({ kind: "token dying", detail }, "fr").what).toContain("depuis 09:00\u00A0: Gorgias ne répond pas.");
});

it("L5: names no side where the limit is the reason", () => {
  expect(sayAlert({ kind: "deactivated", detail: { reason: "rate_limit" } }, "en").what).toBe(
    "The connection is deactivated: Gorgias refused every request for too long because its limit was used up. " +
      "Calls and messages are kept, nothing is written.",
  );
});

it("says in both languages that an alert is a test", () => {
  expect(sayTestAlert("en")).toBe("This is a test alert. The alerts of this connection arrive here.");
  expect(sayTestAlert("fr")).toBe("Ceci est une alerte de test. Les alertes de cette connexion arrivent ici.");
});

it("reports afterwards only what was repaired at once", () => {
  expect(HAPPENINGS).toEqual(["webhook off", "calls unheard"]);
});
