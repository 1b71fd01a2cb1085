/** The vendor requests of a run in their order, with their virtual times: as lines, and as one hash. */
import { createHash } from "node:crypto";

interface TracedRequest {
  at: number;
  node: string;
  method: string;
  /** With host and query. */
  url: string;
  body: Uint8Array;
  /** The answer as the vendor gave it, whether it arrived or not. */
  status: number;
}

export interface Trace {
  add(request: TracedRequest): void;
  readonly count: number;
  /** Of everything so far, in hex. */
  digest(): string;
}

/** `write` gets each line, for a comparison of two runs. */
export function openTrace(write: (line: string) => void = () => undefined): Trace {
  const hash = createHash("sha256");
  let count = 0;
  return {
    add({ at, node, method, url, body, status }) {
      const sum = body.length === 0 ? "-" : createHash("sha256").update(body).digest("hex").slice(0, 16);
      const line = `${new Date(at).toISOString()} ${node} ${method} ${url} ${sum} ${status}`;
      hash.update(`${line}\n`);
      count += 1;
      write(line);
    },
    get count() {
      return count;
    },
    digest: () => hash.copy().digest("hex"),
  };
}
