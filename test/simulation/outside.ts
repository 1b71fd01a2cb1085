/** The vendors as one node reaches them: each request takes time, may meet a fault, and is traced. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { Overrides } from "../../src/services.ts";
import type { Seeded } from "../chaos/seeded.ts";
import type { Conditions } from "./conditions.ts";
import { answerInProcess, readRequest, type PlainRequest } from "./in-process-fetch.ts";
import type { Kernel } from "./kernel.ts";
import type { Mortal, Port } from "./mortal.ts";
import type { Trace } from "./trace.ts";
import type { VendorWatch } from "./vendor-watch.ts";

export interface OutsideParts {
  kernel: Kernel;
  sandbox: Sandbox;
  conditions: Conditions;
  trace: Trace;
  watch: VendorWatch;
  random: Seeded;
}

const LONGEST_ANSWER_MS = 250;
/** After this, the service gives up a request (src/outbound/request.ts). */
const GIVEN_UP_MS = 30_000;

export function openOutside(parts: OutsideParts, life: Mortal): Pick<Overrides, "fetch" | "download"> {
  const ask = asking(parts, life);
  return {
    fetch: async (input, init) => ask(await readRequest(input, init)),
    async download({ url }) {
      const { status, headers, body } = await ask({ method: "GET", url, headers: {}, body: new Uint8Array() });
      return { status, header: (name) => headers.get(name), body: body ?? new Blob([]).stream() };
    },
  };
}

/** `POST /tickets/:id/messages` */
function nameOf({ method, url }: PlainRequest): string {
  const path = new URL(url).pathname.replace(/^.*?\/(?:api|v\d+)(?=\/)/, "");
  return `${method} ${path.startsWith("/_media") ? "file" : path.replaceAll(/\/(?![a-z_]+(?:\/|$))[^/]+/g, "/:id")}`;
}

function portOf(url: string, { gorgias }: Sandbox): Port {
  if (url.startsWith(`${gorgias.url}/`)) return "gorgias";
  return new URL(url).pathname.startsWith("/_") ? "media" : "aircall";
}

function asking({ kernel, sandbox, conditions, trace, watch, random }: OutsideParts, life: Mortal) {
  return async (request: PlainRequest): Promise<Response> => {
    const port = portOf(request.url, sandbox);
    const { inject } = port === "gorgias" ? sandbox.gorgias : sandbox.aircall;
    const what = nameOf(request);
    const fault = conditions.vendorFault(port, what);
    const answer = await life.step(port, what, async () => {
      const response =
        fault?.kind === "status"
          ? new Response(fault.body, { status: fault.status, headers: fault.headers })
          : await answerInProcess(inject, request);
      trace.add({ at: kernel.now(), node: life.name, ...request, status: response.status });
      if (port === "gorgias") await watch.onAnswer({ life, request, isFault: fault !== null }, response);
      return response;
    });
    if (fault?.kind === "late") {
      await life.travel(GIVEN_UP_MS);
      throw new DOMException("The operation timed out", "TimeoutError");
    }
    await life.travel(random.int(1, LONGEST_ANSWER_MS) + (fault?.kind === "slow" ? fault.ms : 0));
    if (port === "gorgias") watch.onRead(life, request, answer);
    return answer;
  };
}
