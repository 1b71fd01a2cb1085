/** Matches agents in Aircall to users in Gorgias by e-mail, else to the first admin. */
import type { Person } from "../call/call.ts";

/** A Gorgias user, with the fields that notes and assignment need. */
export interface HelpDeskUser {
  id: number;
  name: string | null;
  email: string | null;
  role: string | null;
  active: boolean;
  /** True for users that are programs (Gorgias contract 8). */
  bot: boolean;
  createdAt: string;
  /** Ids of the Aircall users whom an admin matched to this user by hand. */
  signsFor?: readonly string[];
}

/** The Gorgias user whom an admin chose for the agent, else the one with the agent's e-mail (C4). */
export function matchAgent(agent: Person | null, users: readonly HelpDeskUser[]): HelpDeskUser | null {
  const chosen = agent && users.find((user) => user.active && !user.bot && user.signsFor?.includes(agent.id));
  return chosen ?? matchByEmail(agent, users);
}

/** The active human user with the agent's e-mail. Ignores letter case and surrounding spaces. */
export function matchByEmail(agent: Person | null, users: readonly HelpDeskUser[]): HelpDeskUser | null {
  const email = foldEmail(agent?.email);
  if (!email) return null;
  return users.find((user) => user.active && !user.bot && foldEmail(user.email) === email) ?? null;
}

/** The user who can sign for the agent: their own user, else the first admin. Null when there is neither (C5). */
export function signerFor(agent: Person | null, users: readonly HelpDeskUser[]): HelpDeskUser | null {
  return matchAgent(agent, users) ?? firstAdmin(users);
}

/**
 * Who signs for what a person did, of the users whom the help desk accepts as authors: their own user, else the first
 * admin. Null: the help desk accepts none of them, and the credential's user signs. Undefined: there is no such user at
 * all (C5).
 */
export function authorFor(
  person: Person | null,
  users: readonly HelpDeskUser[],
  rejected: ReadonlySet<number> = new Set(),
): number | null | undefined {
  const taken = users.filter(({ id }) => !rejected.has(id));
  const author = signerFor(person, taken);
  if (author) return author.id;
  return signerFor(person, users) ? null : undefined;
}

/** The oldest active human admin, who signs where no user matches (C5). */
export function firstAdmin(users: readonly HelpDeskUser[]): HelpDeskUser | null {
  const admins = users.filter(isAdmin);
  return admins.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id - b.id)[0] ?? null;
}

/** Who may install, sign in and change things: an active person with the admin role (N2). */
export function isAdmin(user: HelpDeskUser): boolean {
  return user.role === "admin" && user.active && !user.bot;
}

function foldEmail(email: string | null | undefined): string {
  return email?.trim().toLowerCase() ?? "";
}
