/** The file of keys: its forms, and what an error says of it, which is no part of a secret. */
import { describe, expect, it } from "vitest";
import { KEYS_EXAMPLE, readKeys, readNewKeys } from "./read-keys.ts";

const gorgias = { email: "admin@acme.example", key: "hush-g" };
const aircall = { id: "12", token: "hush-a" };
const GORGIAS = { kind: "basic", user: "admin@acme.example", password: "hush-g" };
const AIRCALL = { kind: "basic", user: "12", password: "hush-a" };

function failureOf(text: string, file = "keys.json"): string {
  try {
    readKeys(text, file);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("keys", () => {
  it.each([
    ["JSON", JSON.stringify({ gorgias, aircall })],
    ["an id that is a number", JSON.stringify({ gorgias, aircall: { ...aircall, id: 12 } })],
    [
      "YAML, with spaces from copying",
      "gorgias:\n  email: ' admin@acme.example '\n  key: 'hush-g\t'\naircall: {id: 12, token: hush-a }",
    ],
  ])("are read from %s", (_what, text) => {
    expect(readKeys(text, "-")).toEqual({ gorgias: GORGIAS, aircall: AIRCALL });
  });

  it("may be those of one side where they replace earlier ones", () => {
    expect(readNewKeys(JSON.stringify({ gorgias }), "-")).toEqual({ gorgias: GORGIAS });
    expect(readNewKeys(JSON.stringify({ aircall }), "-")).toEqual({ aircall: AIRCALL });
    expect(readNewKeys("{}", "-")).toEqual({});
    expect(failureOf(JSON.stringify({ gorgias }))).toMatch(/^keys\.json: aircall is missing or is not a text\./);
  });

  const form = `The keys must have the form ${KEYS_EXAMPLE}`;
  it.each([
    [" \n", `keys.json is empty. It must hold ${KEYS_EXAMPLE}`],
    ["{\n\n{", `keys.json, line 3: this is neither JSON nor YAML. It must hold ${KEYS_EXAMPLE}`],
    ["[]", `keys.json: the keys must have the form ${KEYS_EXAMPLE}`],
    ["gorgias:\n  email: a\n  key: ''\n", `keys.json, line 3: gorgias.key is empty. ${form}`],
    ["gorgias:\n  email: a\n  key: 7\n", `keys.json, line 3: gorgias.key is missing or is not a text. ${form}`],
    ["\n\ngorgias: {email: a}\n", `keys.json, line 3: gorgias.key is missing or is not a text. ${form}`],
    [
      "\ngorgias: {email: a, key: b}\naircall: {id: true, token: t}",
      `keys.json, line 3: aircall.id is not usable. ${form}`,
    ],
    [
      "\ngorgias: {email: a, key: b, hush: c}\naircall: {id: i, token: t}",
      `keys.json, line 2: a field in gorgias has an unknown name. The fields are: ${KEYS_EXAMPLE}`,
    ],
    [
      "hush: 1\ngorgias: {email: a, key: b}\naircall: {id: i, token: t}",
      `keys.json: a field has an unknown name. The fields are: ${KEYS_EXAMPLE}`,
    ],
  ])("are refused in %j, with the line and the field", (text, message) => {
    expect(failureOf(text)).toBe(message);
    expect(failureOf(text, "-")).toBe(message.replace("keys.json", "standard input"));
  });
});
