/** A change sent to the API: with the session's token, and what it changes is read again afterwards. */
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useAnnounce } from "../parts/announcer.tsx";
import { useSession } from "../shell/session-gate.tsx";

export interface WriteOptions<Input> {
  /** What is out of date once it is written. */
  changes: readonly QueryKey[];
  /** Said aloud and shown when it has worked. */
  said(input: Input): string;
  onDone?(input: Input): void;
}

export function useWrite<Input>(
  write: (csrfToken: string, input: Input) => Promise<unknown>,
  { changes, said, onDone }: WriteOptions<Input>,
) {
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (input: Input) => write(csrfToken, input),
    onSuccess: async (_answer, input) => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
      announce(said(input));
      onDone?.(input);
    },
  });
}
