/** The fields of a request's error. */
import { describe, expect, it } from "vitest";
import { refusedWith, RequestError } from "./request-error.ts";

describe("RequestError", () => {
  it("says nothing where nothing is known", () => {
    expect(new RequestError("broke", { fate: "unknown" })).toMatchObject({
      name: "RequestError",
      message: "broke",
      fate: "unknown",
      status: null,
      retryAfterMs: null,
    });
  });

  it("keeps status, wait, body and cause", () => {
    const cause = new Error("socket");
    const about = { fate: "later" as const, status: 429, retryAfterMs: 0, body: { a: 1 }, cause };
    expect(new RequestError("slow", about)).toMatchObject(about);
  });

  it("is recognised by its status", () => {
    const error = new RequestError("no", { fate: "refused", status: 409 });
    expect(refusedWith(error, 400, 409)).toBe(true);
    expect(refusedWith(error, 400)).toBe(false);
    expect(refusedWith(new RequestError("no", { fate: "unknown" }), 409)).toBe(false);
    // After a 401 the token is refreshed, and the request is sent again.
    expect(refusedWith(new RequestError("no", { fate: "later", status: 401 }), 401)).toBe(false);
    expect(refusedWith({ status: 409 }, 409)).toBe(false);
  });
});
