/** `connection list` and `connection show`, on a fake API. */
import { describe, expect, it } from "vitest";
import { runLine } from "../../test/helpers/run-line.ts";

const healthy = {
  account: "acme",
  status: "active",
  message: null,
  remedy: null,
  since: null,
  healthy: true,
  checks: [{ code: "webhook", ok: true, remedy: null }],
  steps: [
    { name: "gorgias", state: "done", detail: "Allowed by Ada" },
    { name: "lines", state: "next", detail: null },
  ],
};
const ill = {
  ...healthy,
  healthy: false,
  checks: [
    { code: "webhook", ok: true, remedy: null },
    { code: "admin", ok: false, remedy: "Make one an admin." },
  ],
};
const off = {
  ...ill,
  status: "deactivated",
  since: "2026-03-02T09:00:00.000Z",
  message: "Switched off\u001b[2J.",
  remedy: "Reactivate it.",
};
const lines = [{ id: "1", name: "Sales", digits: "+44 20 7946 0100", selected: true, linkedInAircall: null }];
const settings = [
  { name: "language", value: "fr", default: "en" },
  { name: "alertUrl", value: "https://hooks.example.com/…", default: "" },
  { name: "sharePercent", value: 10, default: 10 },
];

describe("connection list", () => {
  const list = (connection: object, accounts: string[] = ["acme"]) =>
    runLine(["connection", "list"], { answers: { accounts }, api: { "GET /connection": connection } });

  it.each([
    [healthy, /^acme +active +works$/],
    [ill, /^acme +active +needs attention: admin$/],
    [off, /^acme +deactivated +Switched off \[2J\.$/],
  ])("says in one line how a connection is (%#)", async (connection, line) => {
    const { said } = await list(connection);
    expect(said).toEqual([expect.stringMatching(/^ACCOUNT +STATUS +HEALTH$/), expect.stringMatching(line)]);
  });

  it("says where to begin without one", async () => {
    expect((await list(healthy, [])).said).toEqual([
      "No connection yet. `aircall-gorgias console-link --set-up` prints a link to the set-up page.",
    ]);
  });
});

describe("connection show", () => {
  const show = (connection: object, known: object[] = settings) =>
    runLine(["connection", "show", "acme"], {
      api: { "GET /connection": connection, "GET /lines": { lines }, "GET /settings": { settings: known } },
    });

  it("shows a healthy one, with what differs from the default and no secret", async () => {
    const { said } = await show(healthy);
    expect(said.map((line) => line.trimEnd())).toEqual([
      "acme: active, works",
      "Checks:",
      "  ok     webhook",
      "Set-up:",
      "  done     gorgias: Allowed by Ada",
      "  next     lines",
      "Numbers:",
      "  selected  Sales  +44 20 7946 0100  id 1",
      "Settings that differ from their default:",
      '  language = "fr"',
      "  alertUrl = (set, a secret)",
    ]);
    expect((await show(healthy, settings.slice(2))).said.at(-1)).toBe("  none");
  });

  it("says of another one since when, why, and what to do", async () => {
    const { said } = await show(off);
    expect(said.slice(0, 7)).toEqual([
      "acme: deactivated since 2026-03-02T09:00:00.000Z",
      "  Switched off [2J.",
      "  → Reactivate it.",
      "Checks:",
      "  ok     webhook",
      "  wrong  admin",
      "         → Make one an admin.",
    ]);
  });
});
