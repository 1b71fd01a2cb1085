/** The configuration file: what it may be, and where a mistake is. */
import { describe, expect, it } from "vitest";
import { readConfig, writeConfig } from "./config-file.ts";

const failureOf = (text: string, file = "config.yaml") => {
  try {
    return readConfig(text, file).config;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a configuration file", () => {
  it("is read as it was written", () => {
    const connections = { acme: { settings: { language: "fr" }, numbers: [{ id: "1", selected: true }] } };
    const config = { version: 1 as const, connections };
    expect(readConfig(writeConfig(config), "-").config).toEqual(config);
  });

  it("may have ids that are numbers, and agents who are matched by e-mail again", () => {
    const text = "version: 1\nconnections:\n  acme:\n    agents:\n      - agent: 7\n        user: null\n";
    expect(failureOf(text)).toMatchObject({ connections: { acme: { agents: [{ agent: "7", user: null }] } } });
  });

  it.each([
    ["", /^config\.yaml: version: /],
    ["version: 2\nconnections: {}\n", /^config\.yaml, line 1: version: /],
    ["version: 1\n", /^config\.yaml: connections: /],
    ["version: 1\nconnections: {}\nmore: 1\n", /^config\.yaml: .*more/],
    ["version: 1\nconnections:\n  acme:\n    numbers:\n      - name: x\n", /^config\.yaml, line 5: .*selected: /],
    ["version: 1\nconnections:\n  acme: [1\n", /^config\.yaml, line \d, column \d+: this is not YAML/],
  ])("names the line of its mistake: %j", (text, message) => {
    expect(failureOf(text)).toMatch(message);
  });

  it("is called standard input where it comes from there", () => {
    expect(failureOf("version: 2", "-")).toMatch(/^standard input, line 1: /);
  });
});
