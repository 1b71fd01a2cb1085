/** Runs commands on the given services. */
import type { CommandInputs, CommandName } from "../cli/commands.ts";
import { addConnection, type Added } from "../connections/access/add-connection.ts";
import { removeOrphans } from "../connections/doctor/orphans.ts";
import { erasePhone } from "../connections/change/erase-phone.ts";
import { replaceKeys } from "../connections/access/replace-keys.ts";
import { askLocally } from "../http/api/local-api.ts";
import type { Report } from "../kit/progress.ts";
import type { Services } from "../services.ts";
import { doctorQueries } from "../storage/admin/doctor-queries.ts";
import { eraser } from "../storage/activity/erase.ts";
import { rotateKeys } from "../storage/connection/rotate-keys.ts";
import { catchUp } from "./catch-up.ts";
import { accountsOf, connectionOf } from "./connection-of.ts";
import { runDoctor, reachOf } from "./run-doctor.ts";

type Runners = {
  [N in CommandName]: (services: Services, input: CommandInputs[N], report: Report) => Promise<unknown>;
};

const runners: Runners = {
  activity: async (services, input) => {
    if (input.account !== null) await connectionOf(services, input.account);
    return services.activity.list(input);
  },
  "activity show": async (services, { account, activityId }) => {
    await connectionOf(services, account);
    return services.activity.read(account, activityId);
  },
  "replay failed": (services, input, report) => replayFailed(services, input, report),
  "catch-up": (services, input, report) => catchUp(services, input, { report }),
  doctor: async (services, { account }) => {
    if (account !== null) await connectionOf(services, account);
    return runDoctor(services, account);
  },
  "rotate-keys": ({ database, store }, _input, report) => rotateKeys(database, store.keys, report),
  erase: ({ database, clock }, input, report) => erasePhone(eraser(database, { clock }), input, report),
  api: async (services, { account, method, path, body }) => {
    const connection = await connectionOf(services, account);
    const who = { connectionId: connection.id, account: connection.account };
    return askLocally(services.admin, who, { method, path, ...(body === undefined ? {} : { json: body }) });
  },
  accounts: (services) => accountsOf(services),
  "connection add": (services, input) => addReachable(services, input),
  "connection keys": ({ connections, installs, activities, setup, clock, config }, input) =>
    replaceKeys({ connections, installs, activities, setup, clock, publicUrl: config.publicUrl }, input),
  "connection erase": async (services, { account }) => {
    await services.connections.remove((await connectionOf(services, account)).id);
    return true;
  },
  "console link": async (services, { account }) =>
    services.installing.makeLink(account === null ? null : (await connectionOf(services, account)).id),
  "remove orphans": async (services, { account, preview }) => {
    const { database, connections, setup, config } = services;
    if (account !== null) await connectionOf(services, account);
    const deps = { queries: doctorQueries(database), connections, setup, publicUrl: config.publicUrl };
    return removeOrphans(deps, account, preview);
  },
  // Building the services has already migrated the database.
  migrate: async () => true,
};

export async function runCommand<N extends CommandName>(
  services: Services,
  name: N,
  input: CommandInputs[N],
  report: Report = () => undefined,
): Promise<unknown> {
  return runners[name](services, input, report);
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(runners, name);
}

/** Creates nothing if deliveries would not arrive. */
async function addReachable(services: Services, { unchecked, ...wanted }: CommandInputs["connection add"]) {
  const { connections, installs, setup, ids, clock, config } = services;
  const problem = unchecked ? null : await reachOf(services);
  if (problem !== null) return { kind: "refused", problem } satisfies Added;
  return addConnection({ connections, installs, setup, ids, clock, publicUrl: config.publicUrl }, wanted);
}

/** Returns the number of queued items. `preview`: of those that would be queued. */
async function replayFailed(
  services: Services,
  { account, preview }: CommandInputs["replay failed"],
  report: Report,
): Promise<number> {
  const { database, replay } = services;
  if (account !== null) await connectionOf(services, account);
  const queries = doctorQueries(database);
  const items: { account: string; activityId: string }[] = [];
  for (const connection of await queries.connections(account)) {
    for (const activityId of await queries.failed(connection.id))
      items.push({ account: connection.account, activityId });
  }
  if (preview) return items.length;
  let count = 0;
  for (const [done, item] of items.entries()) {
    report({ done, total: items.length });
    if (await replay(item.account, item.activityId)) count += 1;
  }
  return count;
}
