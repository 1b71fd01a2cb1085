/** Asks the admin API from the command line. A rejection becomes an error with the API's code and sentence. */
import { readAccount } from "../connections/access/read-account.ts";
import { Refusal } from "../kit/refusal.ts";
import type { CliDeps, CommandInputs } from "./commands.ts";

type Method = CommandInputs["api"]["method"];

/** `T` is the type of the answer, which the API's schema has shaped. */
export async function askApi<T>(
  deps: Pick<CliDeps, "run">,
  account: string,
  path: string,
  { method = "GET", body }: { method?: Method; body?: unknown } = {},
): Promise<T> {
  const input = { account: accountFrom(account), method, path, ...(body === undefined ? {} : { body }) };
  const answer = (await deps.run("api", input)) as { status: number; json: unknown };
  if (answer.status < 400) return answer.json as T;
  const { error } = (answer.json ?? {}) as { error?: { code: string; message: string } };
  throw new Refusal(error?.code ?? "failed", error?.message ?? `The API answered ${answer.status}.`);
}

/** The account that a person typed or pasted. */
export function accountFrom(typed: string): string {
  const account = readAccount(typed);
  if (account !== null) return account;
  throw new Refusal(
    "bad_account",
    `"${typed}" is not a Gorgias account. Enter the part before .gorgias.com in your help desk's address, e.g. acme.`,
  );
}
