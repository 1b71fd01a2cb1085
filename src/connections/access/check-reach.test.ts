/** N5: whether deliveries reach a service on this database, by what PUBLIC_URL answers. */
import { describe, expect, it } from "vitest";
import { checkReach } from "./check-reach.ts";

const PUBLIC_URL = "https://calls.example.com";
const REAL = "https://api.aircall.io";

/** Asks once. Returns the problem, and which probes are left. */
async function check(given: {
  publicUrl?: string;
  aircallApiUrl?: string;
  answer?: (url: string) => Response | Error;
}) {
  const probes = new Map<string, string>();
  const asked: string[] = [];
  let secrets = 0;
  const { publicUrl = PUBLIC_URL, aircallApiUrl = REAL, answer = () => Response.json({ answer: "secret-2" }) } = given;
  const problem = await checkReach({
    probes: {
      ask: async (id: string, text: string) => void probes.set(id, text),
      forget: async (id: string) => void probes.delete(id),
      find: async () => ({ kind: "unknown" as const }),
    },
    ids: { secret: () => `secret-${(secrets += 1)}` },
    publicUrl,
    aircallApiUrl,
    fetch: async (input) => {
      asked.push(String(input));
      const given = answer(String(input));
      if (given instanceof Error) throw given;
      return given;
    },
  });
  return { problem, left: probes.size, asked };
}

const failing = (status: number, body = "{}") => ({ answer: () => new Response(body, { status }) });
const noAnswer = (error: Error) => ({ answer: () => error });
const withCode = (code: string) => Object.assign(new Error("x"), { code });

describe("N5: PUBLIC_URL", () => {
  it("leads to this database if the answer is there", async () => {
    expect(await check({})).toEqual({ problem: null, left: 0, asked: [`${PUBLIC_URL}/reach/secret-1`] });
  });

  it.each([
    ["another answer", failing(200, '{"answer":"other"}'), { code: "address_elsewhere", status: 200 }],
    ["an error with the answer", failing(500, "secret-2"), { code: "address_elsewhere", status: 500 }],
    ["a 301", failing(301), { code: "address_redirects", status: 301 }],
    ["a 308", failing(308), { code: "address_redirects", status: 308 }],
    ["a 400", failing(400), { code: "address_elsewhere", status: 400 }],
    ["an unknown probe", failing(404, '{"error":{"code":"unknown_probe"}}'), { code: "address_other_database" }],
    ["another 404", failing(404), { code: "address_elsewhere", status: 404 }],
    ["a 409", failing(409), { code: "address_other_keys" }],
    ["a closed port", noAnswer(new TypeError("f", { cause: withCode("ECONNREFUSED") })), { cause: "ECONNREFUSED" }],
    ["no time left", noAnswer(new DOMException("x", "TimeoutError")), { cause: "no answer within 10 s" }],
  ])("is reported with %s, and no probe is left", async (_what, given, expected) => {
    const { problem, left } = await check(given);
    expect(problem).toMatchObject({ publicUrl: PUBLIC_URL, ...expected });
    expect(left).toBe(0);
  });

  it.each([
    ["http://calls.example.com", "address_not_https"],
    ["https://localhost", "address_local"],
    ["https://a.localhost:3000", "address_local"],
    ["https://127.9.8.7", "address_local"],
    ["https://[::1]", "address_local"],
    ["https://0.0.0.0", "address_local"],
    ["https://192.168.1.7", "address_local"],
  ])("of a real Aircall may not be %s: %s, and nothing is asked", async (publicUrl, code) => {
    const { problem, asked } = await check({ publicUrl });
    expect([problem?.code, asked]).toEqual([code, []]);
  });

  it("may be any address where Aircall is on this machine", async () => {
    for (const aircallApiUrl of ["http://127.0.0.1:3001", "http://127.9.8.7", "http://localhost:3001"])
      expect((await check({ publicUrl: "http://127.0.0.1:3000", aircallApiUrl })).problem).toBeNull();
  });
});
