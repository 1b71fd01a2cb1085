/** Tells a small history in words, one line for each thing that happens. */
import { sayMet, sayTime, type Fault, type History } from "./history.ts";

export function tellHistory({ seed, days, nodes, companies, stories, faults }: History): string[] {
  const lines = [
    ...stories.map(({ atMs, kind, company, id }) => {
      const what = kind === "call" ? "a call" : "a conversation";
      return { atMs, text: `${what} begins at company ${company + 1} (story ${id})` };
    }),
    ...faults.map((fault) => ({ atMs: fault.atMs, text: tellFault(fault) })),
  ].toSorted((a, b) => a.atMs - b.atMs);
  return [
    `Seed ${seed}, ${days} days, ${nodes} nodes, ${companies.length} companies.`,
    ...lines.map(({ atMs, text }) => `${sayTime(atMs)}  ${text}`),
  ];
}

function tellFault(fault: Fault): string {
  const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;
  switch (fault.kind) {
    case "crash": {
      const step = `${fault.when} ${sayMet(fault)}, the ${fault.afterSteps}th from now`;
      return `node ${fault.node + 1} will crash ${step}, and be down for ${seconds(fault.downMs)}`;
    }
    case "trouble":
      return `${sayMet(fault)}: ${fault.effect} for ${seconds(fault.forMs)}, with chance ${fault.chance}`;
    case "deliveries":
      return `deliveries are ${fault.effect} for ${seconds(fault.forMs)}`;
    case "limit":
      return `Gorgias allows ${fault.limit} requests in ${fault.windowSeconds} s for ${seconds(fault.forMs)}`;
    case "other app":
      return `another app uses ${fault.requests} requests`;
    case "failover":
      return `another server of the database takes over within ${seconds(fault.forMs)}`;
    case "uninstall":
      return `company ${fault.company + 1} takes the app off in Gorgias for ${seconds(fault.forMs)}`;
    case "clock":
      return `the clock of node ${fault.node + 1} is ${seconds(fault.skewMs)} ahead`;
    case "rush":
      return `${fault.calls} calls and ${fault.messages} conversations of ${fault.customers} customers begin at company ${fault.company + 1}`;
    case "agent":
      return `an agent does "${fault.act}" at company ${fault.company + 1}`;
    default:
      return fault satisfies never;
  }
}
