/** Joins the team in Aircall to the team in Gorgias: by e-mail, and by the first admin where nobody matches. */
import type { Person } from "./call.ts";

/** A Gorgias user, as far as notes and assignment need one. */
export interface DeskUser {
  id: number;
  name: string | null;
  email: string | null;
  role: string | null;
  active: boolean;
  /** True for users that are programs (Gorgias contract 8). */
  bot: boolean;
  createdAt: string;
  /** Ids of the Aircall users whom an admin joined to this user by hand. */
  signsFor?: readonly string[];
}

/** The Gorgias user whom an admin chose for the agent, else the one with the agent's e-mail (C4). */
export function matchAgent(agent: Person | null, users: readonly DeskUser[]): DeskUser | null {
  const chosen = agent && users.find((user) => user.active && !user.bot && user.signsFor?.includes(agent.id));
  return chosen ?? matchByEmail(agent, users);
}

/** The active human user with the agent's e-mail, whatever its letter case and spaces. */
export function matchByEmail(agent: Person | null, users: readonly DeskUser[]): DeskUser | null {
  const email = foldEmail(agent?.email);
  if (!email) return null;
  return users.find((user) => user.active && !user.bot && foldEmail(user.email) === email) ?? null;
}

/** Who could sign for the agent: their own user, else the first admin; null when there is neither (C5). */
export function signerFor(agent: Person | null, users: readonly DeskUser[]): DeskUser | null {
  return matchAgent(agent, users) ?? firstAdmin(users);
}

/**
 * Whose name goes below what a person did: their own user's or the first admin's, of those whom the help desk takes as
 * authors. Null: it takes none of them, and the user whose credential we have signs. Undefined: there is nobody at all (C5).
 */
export function authorFor(
  person: Person | null,
  users: readonly DeskUser[],
  rejected: ReadonlySet<number> = new Set(),
): number | null | undefined {
  const taken = users.filter(({ id }) => !rejected.has(id));
  const author = signerFor(person, taken);
  if (author) return author.id;
  return signerFor(person, users) ? null : undefined;
}

/** The oldest active human admin, who signs where no user matches (C5). */
export function firstAdmin(users: readonly DeskUser[]): DeskUser | null {
  const admins = users.filter(isAdmin);
  return admins.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id - b.id)[0] ?? null;
}

/** Who may install, sign in and change things: a person, active, with the admin role (N2). */
export function isAdmin(user: DeskUser): boolean {
  return user.role === "admin" && user.active && !user.bot;
}

function foldEmail(email: string | null | undefined): string {
  return email?.trim().toLowerCase() ?? "";
}
