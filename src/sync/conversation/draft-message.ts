/** What is sent of an entry: without what Gorgias rejected before, and with less of it where Gorgias rejects more (C18). */
import { firstAdmin } from "../../domain/people.ts";
import type { LesserOptions } from "../../domain/ticket/lesser-drafts.ts";
import type { MessageDraft } from "../../domain/ports/help-desk.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { lesserOptions } from "../ticket/lesser-attempts.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";
import { draftEntry } from "./draft-entry.ts";
import { dropFiles } from "./drop-files.ts";
import type { SignedEntry } from "./sign-entry.ts";

/** Carries the files of the text on the way. Rejects with a RequestError when it should be tried again. */
export async function draftMessage(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entry: SignedEntry,
): Promise<MessageDraft> {
  const { files } = leftOutSoFar(turn.writes, deps.clock());
  return dropFiles(await draftEntry(deps, turn, entry), ({ url }) => files.has(url), turn.texts);
}

export function optionsFor(deps: ConversationDeps, turn: ConversationTurn): LesserOptions {
  const { authors } = leftOutSoFar(turn.writes, deps.clock());
  const admin = firstAdmin(turn.users.filter(({ id }) => !authors.has(id)));
  const withoutFiles = (message: MessageDraft) => dropFiles(message, () => true, turn.texts);
  return lesserOptions(deps, turn, { adminId: admin?.id ?? null, withoutFiles });
}
