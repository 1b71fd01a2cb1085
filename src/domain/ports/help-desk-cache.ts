/** What is remembered of the help desk between runs. */
import type { HelpDeskUser } from "../customer/people.ts";
import type { TagList, TagRef } from "./help-desk.ts";
import type { UsersMark } from "./stores.ts";

/** A tag that the help desk did not create, with the status and text of its answer. */
export interface RejectedTag {
  name: string;
  status: number | null;
  detail: string | null;
}

/** Stored answers of the help desk, which save requests. */
export interface HelpDeskCache {
  /** `mark`: from a fresh snapshot. When it matches the cache, the users are not read again. */
  users(connectionId: string, mark?: UsersMark | null): Promise<{ users: HelpDeskUser[]; learnedAt: number } | null>;
  rememberUsers(connectionId: string, users: readonly HelpDeskUser[], now: number): Promise<void>;
  forgetUsers(connectionId: string): Promise<void>;
  tags(connectionId: string, names: readonly string[]): Promise<TagRef[]>;
  rememberTag(connectionId: string, tag: TagRef): Promise<void>;
  /** Whether the latest list held every tag. Null if none was read at `since` or later (epoch ms). */
  tagsComplete(connectionId: string, since: number): Promise<boolean | null>;
  rememberTagList(connectionId: string, list: TagList, now: number): Promise<void>;
  forgetTags(connectionId: string, names: readonly string[]): Promise<void>;
  /** Which of these tags the help desk did not create, at `since` or later (epoch ms). */
  rejectedTags(connectionId: string, names: readonly string[], since: number): Promise<RejectedTag[]>;
  rejectTag(connectionId: string, tag: RejectedTag, now: number): Promise<void>;
}
