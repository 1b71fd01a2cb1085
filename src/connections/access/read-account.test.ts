/** A Gorgias account as people type or paste it. */
import { describe, expect, it } from "vitest";
import { readAccount } from "./read-account.ts";

describe("readAccount", () => {
  it.each([
    "acme",
    "ACME",
    " acme ",
    "acme.gorgias.com",
    "Acme.Gorgias.com/app/tickets",
    "https://acme.gorgias.com",
    "https://acme.gorgias.com/app/ticket/7001?x=1#y",
    "http://acme.gorgias.com:443/",
  ])("reads %j", (typed) => {
    expect(readAccount(typed)).toBe("acme");
  });

  it.each([
    "",
    " ",
    "-acme",
    "acme_shop",
    "admin@acme.example",
    "https://acme.example.com",
    "https://gorgias.com",
    "acme.gorgias.com.evil.example",
    "https://evil.example/acme.gorgias.com",
    "https://acme.gorgias.com@evil.example",
    "a".repeat(64),
    "https://",
    "a/../b",
    "acme/",
    "acme@acme.gorgias.com.evil.example/",
  ])("refuses %j", (typed) => {
    expect(readAccount(typed)).toBeNull();
  });
});
