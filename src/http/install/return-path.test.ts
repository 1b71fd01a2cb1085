/** N1: after signing in, the browser goes to a page of the console and nowhere else. */
import { expect, it } from "vitest";
import { readReturnPath } from "./return-path.ts";

it.each([
  ["/settings/alerts", "/settings/alerts"],
  ["/activity?query=%2B33+6&kind=call", "/activity?query=%2B33+6&kind=call"],
  ["/activity/call%3A1#top", "/activity/call%3A1"],
  ["/settings/../audit", "/audit"],
  ["/", "/"],
  [`/${"x".repeat(499)}`, `/${"x".repeat(499)}`],
  ["/installed", "/installed"],
  ["/apis?api=/api", "/apis?api=/api"],
])("N1: goes to %j", (text, path) => {
  expect(readReturnPath(text)).toBe(path);
});

it.each([
  "",
  "settings",
  "//evil.example",
  "/\\evil.example",
  "/a/..//evil.example",
  "/.//evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "/x\r\nset-cookie: a=b",
  "/a b",
  "/api/session",
  "/oauth/aircall/start",
  "/install?account=acme",
  "/install",
  "/webhooks/aircall/key",
  "/assets/main.js",
  "/reach/1",
  "/settings/../api/session",
  "/a\\b",
  `/${"x".repeat(500)}`,
  undefined,
  ["/settings"],
])("N1: goes not to %j", (text) => {
  expect(readReturnPath(text)).toBeNull();
});
