/** Fetch with a shorter timeout than the service's. It rejects as the service's own timeout does, only sooner. */
export interface ShortTimeout {
  timeoutMs: number;
  /** Called for each request that times out. */
  onTimeout(): void;
}

export async function fetchWithTimeout(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  { timeoutMs, onTimeout }: ShortTimeout,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([timeout, ...(init?.signal ? [init.signal] : [])]);
  try {
    return await fetch(input, { ...init, signal });
  } catch (error) {
    if (error === timeout.reason) onTimeout();
    throw error;
  }
}

/** Files have no short timeout: uploads to Gorgias, and downloads from Aircall's storage. */
export function transfersFile(url: string, init: RequestInit | undefined): boolean {
  return init?.body instanceof ReadableStream || new URL(url).pathname.startsWith("/_media/");
}
