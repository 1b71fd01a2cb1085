/** What a browser reaches: the pages of the service, at a node that is up, and those of the vendors. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { Seeded } from "../chaos/seeded.ts";
import { answerInProcess, readRequest } from "./in-process-fetch.ts";
import type { Kernel } from "./kernel.ts";
import type { Node } from "./node.ts";

interface BrowserFetchParts {
  kernel: Kernel;
  sandbox: Sandbox;
  nodes: readonly Node[];
  random: Seeded;
}

const LONGEST_WAY_MS = 60;

/** Rejects as `fetch` does where no node is up, or the node dies over the request. */
export function openBrowserFetch({ kernel, sandbox, nodes, random }: BrowserFetchParts): typeof fetch {
  const vendors = [sandbox.gorgias, sandbox.aircall];
  return async (input, init) => {
    const request = await readRequest(input, init);
    await kernel.io(random.int(1, LONGEST_WAY_MS), async () => undefined);
    const vendor = vendors.find(({ url }) => request.url.startsWith(`${url}/`));
    if (vendor) return answerInProcess(vendor.inject, request);
    const [first, ...more] = nodes.filter((node) => node.isReady());
    const answer = first ? await random.pick([first, ...more]).answer(request) : null;
    if (!answer) throw new TypeError("fetch failed");
    return answer;
  };
}
