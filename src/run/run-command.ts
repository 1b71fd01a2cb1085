/** Does what the command line asks, on the services at hand. */
import type { CommandInputs, CommandName } from "../cli/commands.ts";
import { addConnection } from "../connections/add-connection.ts";
import type { Services } from "../services.ts";

type Runners = { [N in CommandName]: (services: Services, input: CommandInputs[N]) => Promise<unknown> };

const runners: Runners = {
  activity: ({ activity }, input) => activity.list(input),
  "activity show": ({ activity }, { account, callId }) => activity.read(account, callId),
  replay: ({ replay }, { account, callId }) => replay(account, callId),
  "connection add": ({ connections, setup, ids, clock, config }, input) =>
    addConnection({ connections, setup, ids, clock, publicUrl: config.publicUrl }, input),
  // Services are built on a database that is up to date: nothing is left to do.
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
