// Makes, finds and removes tags; names are case-sensitive (contract 5.6 and 9).
import { randomInt } from "node:crypto";
import type { Account } from "./account.ts";
import type { Tag, Ticket } from "./model.ts";
import { refuse } from "./vendor-error.ts";

export interface TagInput {
  name: string;
  description?: string | null | undefined;
  decoration?: { color?: string | undefined } | null | undefined;
}

export function addTag(account: Account, input: TagInput): Tag {
  refuseTaken(account, input.name);
  return account.tags.put({
    id: account.nextId("tag"),
    name: input.name,
    description: input.description ?? null,
    color: input.decoration?.color ?? `#${randomInt(0x1000000).toString(16).padStart(6, "0")}`,
    createdAt: account.now(),
  });
}

export function changeTag(account: Account, tag: Tag, input: Partial<TagInput>): Tag {
  if (input.name !== undefined && input.name !== tag.name) {
    refuseTaken(account, input.name);
    tag.name = input.name;
  }
  if (input.description !== undefined) tag.description = input.description;
  tag.color = input.decoration?.color ?? tag.color;
  return account.tags.put(tag);
}

function refuseTaken(account: Account, name: string): void {
  const isTaken = account.settings.tagNamesIgnoreCase
    ? account.tags.all().some((tag) => tag.name.toLowerCase() === name.toLowerCase())
    : account.tags.count("name", name) > 0;
  if (!isTaken) return;
  if (account.settings.duplicateTagStatus === 409) throw refuse.exists();
  throw refuse.invalid("Failed to save tag", { name: ["Already used by another tag."] });
}

export function deleteTag(account: Account, tag: Tag): void {
  for (const ticket of account.tickets.by("tag", tag.id)) {
    ticket.tagIds = ticket.tagIds.filter((id) => id !== tag.id);
    account.tickets.put(ticket);
  }
  account.tags.delete(tag.id);
}

/** Ids of tags given by name; unknown names are refused, or made where the account is set to (contract 5.6). */
export function resolveTagNames(account: Account, tags: readonly TagInput[], failure: string): number[] {
  const unknown = tags.filter((tag) => account.tags.count("name", tag.name) === 0).map((tag) => tag.name);
  if (unknown.length > 0 && account.settings.unknownTags === "reject")
    throw refuse.invalid(failure, { tags: unknown.map((name) => `Unknown tag: ${name}`) });
  return [...new Set(tags.map((tag) => (account.tags.by("name", tag.name)[0] ?? addTag(account, tag)).id))];
}

export function resolveTagIds(account: Account, ids: readonly number[], failure: string): number[] {
  const unknown = ids.filter((id) => account.tags.get(id) === undefined);
  if (unknown.length > 0) throw refuse.invalid(failure, { ids: unknown.map((id) => `Unknown tag: ${id}`) });
  return [...ids];
}

/** Sets a ticket's tags, each once. */
export function setTags(account: Account, ticket: Ticket, tagIds: Iterable<number>): void {
  ticket.tagIds = [...new Set(tagIds)];
  ticket.updatedAt = account.now();
  account.tickets.put(ticket);
}
