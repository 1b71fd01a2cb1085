/** The addresses of a Gorgias account. */
import { describe, expect, it } from "vitest";
import { accountUrl, customerPage, ticketPage, URL_TEMPLATE } from "./vendor.ts";

describe("the addresses of an account", () => {
  it("N1: are below its subdomain", () => {
    const root = accountUrl(URL_TEMPLATE, "acme");
    expect(root).toBe("https://acme.gorgias.com");
    expect(ticketPage(root, 812)).toBe("https://acme.gorgias.com/app/ticket/812");
    expect(customerPage(root, 7)).toBe("https://acme.gorgias.com/app/customer/7");
  });

  it.each(["", "a.b", "evil.example/", "-acme", "acme-", "ACME", "a".repeat(64)])(
    "N1: are none for what is no subdomain: %j",
    (account) => expect(() => accountUrl(URL_TEMPLATE, account)).toThrow("is not a Gorgias subdomain"),
  );
});
