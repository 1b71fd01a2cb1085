/** The lines as the API tells them, after a look at Aircall where it can be asked. */
import type { AdminApiDeps } from "./route.ts";
import type { LineAnswer } from "./schemas.ts";

export async function readLines(
  { admin, lines }: Pick<AdminApiDeps, "admin" | "lines">,
  connectionId: string,
): Promise<{ lines: LineAnswer[] }> {
  const standing = await admin.connections.standing(connectionId);
  const linked = standing?.aircallJoined ? await lines.refresh(connectionId) : null;
  const known = await admin.lines.list(connectionId);
  return {
    lines: known.map(({ id, name, digits, selected }) => ({
      id,
      name,
      digits,
      selected,
      linkedInAircall: linked && Object.hasOwn(linked, id) ? (linked[id] ?? null) : null,
    })),
  };
}
