/** What the Aircall simulator delivers to: hands each delivery to a node that lives, and keeps a ledger of the answers. */
import { entryFor, type DeliveryProxy } from "../chaos/delivery-proxy.ts";
import type { Seeded } from "../chaos/seeded.ts";
import type { Conditions } from "./conditions.ts";
import { readRequest } from "./in-process-fetch.ts";
import type { Kernel } from "./kernel.ts";
import type { Node } from "./node.ts";

export interface Inlet {
  fetch: typeof fetch;
  ledger: DeliveryProxy["ledger"];
}

interface InletParts {
  kernel: Kernel;
  nodes: readonly Node[];
  conditions: Conditions;
  random: Seeded;
}

const LONGEST_WAY_MS = 60;

export function openInlet({ kernel, nodes, conditions, random }: InletParts): Inlet {
  const ledger: DeliveryProxy["ledger"] = new Map();
  const deliver = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = await readRequest(input, init);
    const entry = entryFor(ledger, new URL(request.url).pathname, Buffer.from(request.body));
    await kernel.io(random.int(1, LONGEST_WAY_MS), async () => undefined);
    const ready = nodes.filter((node) => node.isReady());
    const [first, ...more] = ready;
    const fault = conditions.deliveryFault();
    if (!first || fault === "refused") return new Response(null, { status: 502 });
    const status = (await random.pick([first, ...more]).answer(request))?.status ?? 0;
    entry.statuses.push(status);
    await kernel.io(random.int(1, LONGEST_WAY_MS), async () => undefined);
    if (fault === "lost answer" || status === 0) throw new TypeError("the connection broke");
    return new Response(null, { status });
  };
  return { ledger, fetch: (input, init) => inTime(deliver(input, init), init?.signal) };
}

/** The client gives up when its signal says so. */
function inTime<T>(answer: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return answer;
  const given = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([answer, given]);
}
