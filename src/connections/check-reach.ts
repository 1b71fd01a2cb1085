/**
 * Requests a secret at PUBLIC_URL. Only a service on the same database can return it, so deliveries will reach that
 * service.
 */
import type { ReachProbes } from "../domain/ports/reach.ts";
import type { Ids } from "../kit/ids.ts";

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
export async function checkReach(deps: ReachDeps): Promise<string | null> {
  const { probes, ids, publicUrl, aircallApiUrl } = deps;
  if (isLoopback(publicUrl) && !isLoopback(aircallApiUrl))
    return `PUBLIC_URL is ${publicUrl}, which only this machine reaches`;
  const [id, answer] = [ids.secret(), ids.secret()];
  await probes.ask(id, answer);
  try {
    return await requestProbe(deps, id, answer);
  } finally {
    await probes.forget(id);
  }
}

async function requestProbe({ publicUrl, fetch }: ReachDeps, id: string, answer: string): Promise<string | null> {
  let response: Response;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Aircall posts to exactly this address and follows no redirect.
    response = await fetch(`${publicUrl}/reach/${id}`, { redirect: "manual", signal });
  } catch (error) {
    return `no answer from PUBLIC_URL ${publicUrl} (${causeOf(error)})`;
  }
  const { status } = response;
  const body = await beginningOf(response);
  if (status === 200 && body.includes(answer)) return null;
  if (status >= 300 && status < 400) return `PUBLIC_URL ${publicUrl} redirects to another address (${status})`;
  if (status === 404 && body.includes("unknown_probe"))
    return `the service at PUBLIC_URL ${publicUrl} uses another database. Check DATABASE_URL and DATA_DIR`;
  if (status === 409) return `the service at PUBLIC_URL ${publicUrl} uses other ENCRYPTION_KEYS`;
  return `PUBLIC_URL ${publicUrl} does not lead to this service (${status})`;
}

async function beginningOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  return text.slice(0, MOST_BYTES);
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.name === "TimeoutError" ? `no answer within ${TIMEOUT_MS / 1_000} s` : error.message;
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^(127\.|\[::1\]$|0\.0\.0\.0$)/.test(hostname);
}
