/** Each access problem has its sentences in both languages, which name what it is about and say what to do. */
import { describe, expect, it } from "vitest";
import type { AccessProblem } from "./access-problem.ts";
import { sayAccessProblem } from "./say-access-problem.ts";

const publicUrl = "https://calls.acme.test";
const account = "acme";

/** A code without a sample does not compile. */
const problems: { [C in AccessProblem["code"]]: Extract<AccessProblem, { code: C }> } = {
  address_local: { code: "address_local", publicUrl },
  address_not_https: { code: "address_not_https", publicUrl },
  address_silent: { code: "address_silent", publicUrl, cause: "ECONNREFUSED" },
  address_redirects: { code: "address_redirects", publicUrl, status: 302 },
  address_other_database: { code: "address_other_database", publicUrl },
  address_other_keys: { code: "address_other_keys", publicUrl },
  address_elsewhere: { code: "address_elsewhere", publicUrl, status: 404 },
  bad_account: { code: "bad_account", typed: "a c m e" },
  unknown_account: { code: "unknown_account", account },
  gorgias_key_rejected: { code: "gorgias_key_rejected", account, email: "cleo@acme.test" },
  not_an_admin: { code: "not_an_admin", account, user: "Cleo Agent", admins: ["Ada Admin", "Bob Admin"] },
  aircall_key_rejected: { code: "aircall_key_rejected" },
  vendor_unavailable: { code: "vendor_unavailable", vendor: "aircall", detail: "quota exceeded" },
  company_taken: { code: "company_taken", account },
  another_company: { code: "another_company", account },
  no_numbers: { code: "no_numbers" },
  webhook_limit: { code: "webhook_limit" },
  already_connected: { code: "already_connected", account },
  unknown_number: { code: "unknown_number", typed: "Returns", known: ["Support (id 7)", "Sales (id 8)"] },
  ambiguous_number: { code: "ambiguous_number", typed: "Support", matches: ["Support (id 7)", "Support (id 9)"] },
  not_connected: { code: "not_connected", account },
  side_not_connected: { code: "side_not_connected", vendor: "gorgias" },
  connected_by_oauth: { code: "connected_by_oauth", vendor: "aircall" },
  no_keys: { code: "no_keys" },
};
const all = Object.values<AccessProblem>(problems);

/** What a sentence must show of a problem: each parameter as a person knows it. */
function factsOf({ code: _code, ...parameters }: AccessProblem): string[] {
  return Object.values(parameters)
    .flat()
    .map((fact: string | number | null) =>
      fact === "gorgias" ? "Gorgias" : fact === "aircall" ? "Aircall" : `${fact}`,
    );
}

describe.each(["en", "fr"] as const)("an access problem in %s", (language) => {
  it.each(all)("N3: says $code in whole sentences, with all that it is about", (problem) => {
    const said = sayAccessProblem(language, problem);
    expect(said).toMatch(/^["«\p{L}].{15,}\.$/u);
    expect(said).not.toMatch(/undefined|null|\[object/);
    for (const fact of factsOf(problem)) expect(said).toContain(fact);
  });

  it("N3: never says two problems alike", () => {
    expect(new Set(all.map((problem) => sayAccessProblem(language, problem))).size).toBe(all.length);
  });
});

describe("an access problem", () => {
  it.each(all)("N3: says $code otherwise in French", (problem) => {
    expect(sayAccessProblem("fr", problem)).not.toBe(sayAccessProblem("en", problem));
  });

  it.each([
    ["en", ["Ada Admin", "Bob Admin"], "Use the API key of Ada Admin or Bob Admin."],
    ["en", ["Ada Admin"], "Use the API key of Ada Admin."],
    ["en", [], "Use the API key of an admin."],
    ["fr", ["Ada Admin", "Bob Admin"], "Utilisez la clé d’API de Ada Admin ou Bob Admin."],
    ["fr", [], "Utilisez la clé d’API de quelqu’un qui l’est."],
  ] as const)("N2: names in %s the admins whose key would do, where they are known: %j", (language, admins, said) => {
    const sentence = sayAccessProblem(language, { ...problems.not_an_admin, admins });
    expect(sentence.endsWith(` ${said}`)).toBe(true);
  });

  it("N3: quotes what the vendor says, where it says anything", () => {
    const silent = { ...problems.vendor_unavailable, detail: null };
    const say = (language: "en" | "fr", problem: AccessProblem) => sayAccessProblem(language, problem);
    expect(say("en", problems.vendor_unavailable)).toMatch(/^Aircall does not answer as it should: quota exceeded\. /);
    expect(say("en", silent)).toMatch(/^Aircall does not answer as it should\. Nothing was changed\. /);
    expect(say("fr", problems.vendor_unavailable)).toMatch(
      /^Aircall ne répond pas comme prévu\u00a0: quota exceeded\. /,
    );
    expect(say("fr", silent)).toMatch(/^Aircall ne répond pas comme prévu\. Rien n’a été modifié\. /);
  });

  it("N3: separates the numbers that a person may mean", () => {
    const { unknown_number: unknown, ambiguous_number: ambiguous } = problems;
    expect(sayAccessProblem("en", unknown)).toContain("of: Support (id 7); Sales (id 8).");
    expect(sayAccessProblem("fr", unknown)).toContain("parmi\u00a0: Support (id 7)\u00a0; Sales (id 8).");
    expect(sayAccessProblem("en", ambiguous)).toContain("one: Support (id 7); Support (id 9).");
    expect(sayAccessProblem("fr", ambiguous)).toContain("d’eux\u00a0: Support (id 7)\u00a0; Support (id 9).");
  });
});
