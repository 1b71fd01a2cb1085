/** What the audit log shows, and what it never shows. */
import { expect, it } from "vitest";
import { actionsOf, actorOf, AUDIT_ACTIONS, AUDIT_KINDS, BY_OPERATOR, BY_SERVICE, withoutSecrets } from "./audit.ts";

it.each([
  ["https://user:secret@hooks.example.com/T0/secret?key=secret#secret", "https://hooks.example.com"],
  ["https://hooks.example.com", "https://hooks.example.com"],
  ["HTTPS://hooks.example.com/secret", "https://hooks.example.com"],
  ["https://", "…"],
])("N7: shows of the address %s where it leads", (address, shown) => {
  expect(withoutSecrets(address)).toBe(shown);
});

it.each(["fr", "", 30, true, null, "aircall.io", "see https://x.example/secret"])(
  "N7: shows a plain value as it is: %j",
  (value) => {
    expect(withoutSecrets(value)).toBe(value);
  },
);

it("N7: distinguishes an admin, an operator and the service", () => {
  expect(actorOf("Ada Admin (ada@example.com)")).toEqual({ kind: "admin", name: "Ada Admin (ada@example.com)" });
  expect(actorOf(BY_OPERATOR)).toEqual({ kind: "operator", name: null });
  expect(actorOf(BY_SERVICE)).toEqual({ kind: "service", name: null });
});

it("N7: sorts every action into one kind", () => {
  expect(AUDIT_KINDS.flatMap(actionsOf).toSorted()).toEqual(AUDIT_ACTIONS.toSorted());
  expect(actionsOf("numbers")).toEqual(["line_selected", "line_deselected"]);
});
