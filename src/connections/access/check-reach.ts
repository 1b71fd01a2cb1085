/**
 * Requests a secret at PUBLIC_URL. Only a service on the same database can return it, so deliveries will reach that
 * service.
 */
import type { ReachProblem } from "../../domain/access/access-problem.ts";
import type { ReachProbes } from "../../domain/ports/reach.ts";
import type { Ids } from "../../kit/ids.ts";
import { isForbiddenLiteral } from "../../kit/public-address.ts";
import { readText } from "../../kit/read-text.ts";

export interface ReachDeps {
  probes: ReachProbes;
  ids: Pick<Ids, "secret">;
  publicUrl: string;
  /** The source of deliveries. The real Aircall cannot reach a loopback address. */
  aircallApiUrl: string;
  fetch: typeof fetch;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1_000;

/** The reason why deliveries would not reach a service on this database. Null if they would. */
export async function checkReach(deps: ReachDeps): Promise<ReachProblem | null> {
  const { probes, ids, publicUrl, aircallApiUrl } = deps;
  if (!isLoopback(aircallApiUrl)) {
    if (isLocal(publicUrl)) return { code: "address_local", publicUrl };
    if (!publicUrl.startsWith("https:")) return { code: "address_not_https", publicUrl };
  }
  const [id, answer] = [ids.secret(), ids.secret()];
  await probes.ask(id, answer);
  try {
    return await requestProbe(deps, id, answer);
  } finally {
    await probes.forget(id);
  }
}

async function requestProbe({ publicUrl, fetch }: ReachDeps, id: string, answer: string): Promise<ReachProblem | null> {
  let response: Response;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Aircall posts to exactly this address and follows no redirect.
    response = await fetch(`${publicUrl}/reach/${id}`, { redirect: "manual", signal });
  } catch (error) {
    return { code: "address_silent", publicUrl, cause: causeOf(error) };
  }
  const { status } = response;
  const body = await beginningOf(response);
  if (status === 200 && body.includes(answer)) return null;
  if (status >= 300 && status < 400) return { code: "address_redirects", publicUrl, status };
  if (status === 404 && body.includes("unknown_probe")) return { code: "address_other_database", publicUrl };
  if (status === 409) return { code: "address_other_keys", publicUrl };
  return { code: "address_elsewhere", publicUrl, status };
}

async function beginningOf(response: Response): Promise<string> {
  return readText(response, MOST_BYTES).then(
    ({ text }) => text,
    () => "",
  );
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.name === "TimeoutError" ? `no answer within ${TIMEOUT_MS / 1_000} s` : error.message;
}

/** A name is resolved by Aircall, not here, so only addresses without a name can be judged. */
function isLocal(address: string): boolean {
  return isLoopback(address) || isForbiddenLiteral(new URL(address).hostname, { allowLoopback: false });
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^(127\.|\[::1\]$|0\.0\.0\.0$)/.test(hostname);
}
