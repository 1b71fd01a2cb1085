/** The addresses at Aircall and at the service's inlet. */
import { describe, expect, it } from "vitest";
import { callPage, MAX_PAGES, webhookUrl } from "./vendor.ts";

describe("the addresses at Aircall", () => {
  it("C7: lead to the call's page, and no id can leave its place", () => {
    expect(callPage("https://dashboard.aircall.io", "812")).toBe("https://dashboard.aircall.io/calls/812");
    expect(callPage("https://dashboard.aircall.io", "../x?<")).toBe("https://dashboard.aircall.io/calls/..%2Fx%3F%3C");
  });

  it("N1: bring a delivery to the inlet of its connection", () => {
    expect(webhookUrl("https://calls.example.com", "k3y")).toBe("https://calls.example.com/webhooks/aircall/k3y");
  });
});

it("L8: a query ends with the page on which Aircall's list ends", () => {
  expect(MAX_PAGES).toBe(200);
});
