/** Runs commands on the given services. */
import type { CommandInputs, CommandName } from "../cli/commands.ts";
import { addConnection, type Added } from "../connections/add-connection.ts";
import { removeOrphans } from "../connections/doctor/orphans.ts";
import { replaceKeys } from "../connections/replace-keys.ts";
import { erasePhone } from "../connections/erase-phone.ts";
import type { Services } from "../services.ts";
import { eraser } from "../storage/activity/erase.ts";
import { rotateKeys } from "../storage/connection/rotate-keys.ts";
import { doctorQueries } from "../storage/admin/doctor-queries.ts";
import { catchUp } from "./catch-up.ts";
import { runDoctor, reachOf } from "./run-doctor.ts";

type Runners = { [N in CommandName]: (services: Services, input: CommandInputs[N]) => Promise<unknown> };

const runners: Runners = {
  activity: ({ activity }, input) => activity.list(input),
  "activity show": ({ activity }, { account, activityId }) => activity.read(account, activityId),
  replay: ({ replay }, { account, activityId }) => replay(account, activityId),
  "replay failed": (services, { account }) => replayFailed(services, account),
  "catch-up": (services, input) => catchUp(services, input),
  doctor: (services, { account }) => runDoctor(services, account),
  "rotate-keys": ({ database, store }) => rotateKeys(database, store.keys),
  erase: ({ database, clock }, input) => erasePhone(eraser(database, { clock }), input),
  "connection add": (services, input) => addReachable(services, input),
  "connection keys": ({ connections, installs, activities, setup, clock, config }, input) =>
    replaceKeys({ connections, installs, activities, setup, clock, publicUrl: config.publicUrl }, input),
  "remove orphans": ({ database, connections, setup, config }, { account }) =>
    removeOrphans({ queries: doctorQueries(database), connections, setup, publicUrl: config.publicUrl }, account),
  // Building the services has already migrated the database.
  migrate: async () => true,
};

export async function runCommand<N extends CommandName>(
  services: Services,
  name: N,
  input: CommandInputs[N],
): Promise<unknown> {
  return runners[name](services, input);
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(runners, name);
}

/** Creates nothing if deliveries would not arrive. */
async function addReachable(services: Services, { unchecked, ...wanted }: CommandInputs["connection add"]) {
  const { connections, setup, ids, clock, config } = services;
  const why = unchecked ? null : await reachOf(services);
  if (why !== null) return { kind: "refused", reason: why } satisfies Added;
  return addConnection({ connections, setup, ids, clock, publicUrl: config.publicUrl }, wanted);
}

/** Returns the number of queued items. Null if the account is not connected. */
async function replayFailed({ database, replay }: Services, account: string | null): Promise<number | null> {
  const queries = doctorQueries(database);
  const patients = await queries.patients(account);
  if (account !== null && patients.length === 0) return null;
  let count = 0;
  for (const patient of patients) {
    for (const activityId of await queries.failed(patient.id)) {
      if (await replay(patient.account, activityId)) count += 1;
    }
  }
  return count;
}
