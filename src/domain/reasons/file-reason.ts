/** Why a file of a call or message is not attached, as a code with its parameters. */
import { z } from "zod";

export const fileReasonSchema = z.discriminatedUnion("code", [
  /** Gorgias rejects the file. */
  z.object({ code: z.literal("file_rejected") }),
  /** Gorgias accepts the file, but rejects it as an attachment. */
  z.object({ code: z.literal("attachment_rejected") }),
  /** The service downloads files from the media hosts alone. */
  z.object({ code: z.literal("host_not_allowed"), host: z.string() }),
  z.object({ code: z.literal("address_not_public"), host: z.string() }),
  z.object({ code: z.literal("redirect_broken") }),
  z.object({ code: z.literal("too_many_redirects") }),
  z.object({ code: z.literal("file_empty") }),
  /** `type`: the type that its bytes show, or null for a text. */
  z.object({ code: z.literal("not_a_recording"), type: z.string().nullable() }),
  /** The download did not finish while the message waited. `detail`: how the last attempt failed. */
  z.object({ code: z.literal("not_downloaded"), detail: z.string() }),
  z.object({ code: z.literal("not_uploaded"), detail: z.string() }),
  z.object({ code: z.literal("file_late") }),
  /** A sentence of an earlier version. */
  z.object({ code: z.literal("other"), detail: z.string() }),
]);
export type FileReason = z.infer<typeof fileReasonSchema>;
export type FileReasonCode = FileReason["code"];

/** For tests: every code there is. */
export const FILE_REASON_CODES: readonly FileReasonCode[] = fileReasonSchema.options.map(
  ({ shape }) => shape.code.value,
);

/** Earlier versions stored a sentence. */
export const storedFileReasonSchema = z.union([
  fileReasonSchema,
  z.string().transform((detail): FileReason => ({ code: "other", detail })),
]);
