/** Whether both vendors can be asked; where a side is missing there is nobody to ask. */
import type { AdminApiDeps } from "./route.ts";

export async function bothJoined({ admin }: Pick<AdminApiDeps, "admin">, connectionId: string): Promise<boolean> {
  const standing = await admin.connections.standing(connectionId);
  return standing !== null && standing.gorgiasJoined && standing.aircallJoined;
}
