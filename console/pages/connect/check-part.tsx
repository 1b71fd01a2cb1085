/** The end of a step's form: what the check of the keys rejected, and the button that checks. */
import { Alert, Button, Group } from "@mantine/core";

export interface CheckPartProps {
  /** The problem that belongs to no field. Null without one. */
  problem: string | null;
  label: string;
  isPending: boolean;
  /** The keys have been checked. */
  isDone: boolean;
}

export function CheckPart({ problem, label, isPending, isDone }: CheckPartProps) {
  return (
    <>
      {problem !== null && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
      {!isDone && (
        <Group>
          <Button type="submit" loading={isPending}>
            {label}
          </Button>
        </Group>
      )}
    </>
  );
}
