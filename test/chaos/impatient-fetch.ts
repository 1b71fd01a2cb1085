/**
 * Fetch with less patience than the service has: it rejects as the service's own timeout would, only sooner. A read is
 * aborted. A write goes on unheard: the little vendors drop what a caller hangs up on, which nobody may count on with
 * the real ones, whose answer is merely late.
 */
export interface Impatience {
  patienceMs: number;
  isWrite: boolean;
  /** Hears of each request that is given up. */
  onGivenUp(): void;
}

export async function fetchImpatiently(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  { patienceMs, isWrite, onGivenUp }: Impatience,
): Promise<Response> {
  const patience = AbortSignal.timeout(patienceMs);
  const signal = AbortSignal.any([patience, ...(init?.signal ? [init.signal] : [])]);
  try {
    return await (isWrite ? fetchUnheard(input, init, signal) : fetch(input, { ...init, signal }));
  } catch (error) {
    if (error === patience.reason) onGivenUp();
    throw error;
  }
}

/** Files take as long as they take: what is streamed to Gorgias, and what comes from Aircall's storage. */
export function carriesFile(url: string, init: RequestInit | undefined): boolean {
  return init?.body instanceof ReadableStream || new URL(url).pathname.startsWith("/_media/");
}

function fetchUnheard(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const answer = fetch(input, { ...init, signal: null });
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason);
      // What nobody reads would keep its connection.
      void answer.then((late) => late.body?.cancel()).catch(() => undefined);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
