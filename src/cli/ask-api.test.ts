/** What the command line asks the API, for an account as a person types it. */
import { expect, it } from "vitest";
import { askApi } from "./ask-api.ts";

/** A service whose API answers so. */
function service(answer: { status: number; json: unknown }) {
  const asked: unknown[] = [];
  const run = async (_name: string, input: unknown) => {
    asked.push(input);
    return answer;
  };
  return { asked, run };
}

it.each(["acme", "ACME", "acme.gorgias.com", "https://acme.gorgias.com/app"])(
  "knows the account of %s",
  async (typed) => {
    const { asked, run } = service({ status: 200, json: { ok: true } });
    expect(await askApi({ run }, typed, "/lines")).toEqual({ ok: true });
    expect(await askApi({ run }, typed, "/lines", { method: "PUT", body: null })).toEqual({ ok: true });
    expect(asked).toEqual([
      { account: "acme", method: "GET", path: "/lines" },
      { account: "acme", method: "PUT", path: "/lines", body: null },
    ]);
  },
);

it("asks nothing for what is no account", async () => {
  const { asked, run } = service({ status: 200, json: {} });
  await expect(askApi({ run }, "https://evil.example/", "/lines")).rejects.toMatchObject({ code: "bad_account" });
  expect(asked).toEqual([]);
});

it.each([
  [399, { a: 1 }, null],
  [400, { error: { code: "bad_request", message: "No." } }, { code: "bad_request", message: "No." }],
  [502, null, { code: "failed", message: "The API answered 502." }],
])("fails with the API's own code and words, else with its status: %i", async (status, json, failure) => {
  const asked = askApi(service({ status, json }), "acme", "/lines");
  const outcome = await asked.then(
    () => null,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );
  expect(outcome).toEqual(failure);
});
