/** Fetch with less patience than the service has: it rejects as the service's own timeout would, only sooner. */
export interface Impatience {
  patienceMs: number;
  /** Hears of each request that is given up. */
  onGivenUp(): void;
}

export async function fetchImpatiently(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  { patienceMs, onGivenUp }: Impatience,
): Promise<Response> {
  const patience = AbortSignal.timeout(patienceMs);
  const signal = AbortSignal.any([patience, ...(init?.signal ? [init.signal] : [])]);
  try {
    return await fetch(input, { ...init, signal });
  } catch (error) {
    if (error === patience.reason) onGivenUp();
    throw error;
  }
}

/** Files take as long as they take: what is streamed to Gorgias, and what comes from Aircall's storage. */
export function carriesFile(url: string, init: RequestInit | undefined): boolean {
  return init?.body instanceof ReadableStream || new URL(url).pathname.startsWith("/_media/");
}
