/** Sends a change to the API with the session's CSRF token, then refreshes the queries it affects. */
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useAnnounce } from "../parts/announcer.tsx";
import { useSession } from "../shell/session-gate.tsx";

export interface WriteOptions<Input> {
  /** Keys of the queries to refresh afterwards. */
  changes: readonly QueryKey[];
  /** The notification after success. */
  notification(input: Input): string;
  onDone?(input: Input): void;
}

export function useWrite<Input>(
  write: (csrfToken: string, input: Input) => Promise<unknown>,
  { changes, notification, onDone }: WriteOptions<Input>,
) {
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (input: Input) => write(csrfToken, input),
    onSuccess: async (_answer, input) => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
      announce(notification(input));
      onDone?.(input);
    },
  });
}
