import { describe, expect, it } from "vitest";
import { bodyOf, EVENT_TYPES } from "./webhook-event.ts";

const data = { account: "acme" };

describe("the body of a webhook", () => {
  it("N9: has the type, the time and the data, as the Standard Webhooks specification says", () => {
    const body = bodyOf({ type: "endpoint.test", data, at: Date.UTC(2026, 2, 2, 9) });
    expect(JSON.parse(body)).toEqual({ type: "endpoint.test", timestamp: "2026-03-02T09:00:00.000Z", data });
  });

  it("N9: does not change between attempts, and has nothing of how the service keeps the event", () => {
    const event = { type: "call.ticketed", data, at: 0, key: "call.ticketed:1:2", about: null } as const;
    expect(bodyOf(event)).toBe(
      '{"type":"call.ticketed","timestamp":"1970-01-01T00:00:00.000Z","data":{"account":"acme"}}',
    );
  });

  it("N9: is never that of a test where an endpoint did not ask for one", () => {
    expect(EVENT_TYPES).not.toContain("endpoint.test");
  });
});
