/** Uploads to Gorgias (docs/vendors/gorgias.md 7): one multipart request, streamed from the source of the file. */
import { FormDataEncoder, type FileLike } from "form-data-encoder";
import type { HelpDeskFiles, OutgoingFile } from "../domain/ports/help-desk-files.ts";
import { refusedWith, RequestError } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { fileSchema, listOf } from "./schemas.ts";

const files = listOf(fileSchema);

/** 500 MB over a slow line. */
const UPLOAD_TIMEOUT_MS = 20 * 60_000;
/** Longest wait for Gorgias to take a piece, and longest wait for its answer after the last piece. */
const STALL_MS = 30_000;
const ANSWER_MS = 120_000;

/** The file's name is foreign text and stays out of logs. */
const UPLOAD = "upload of a file";

export function helpDeskFiles(account: GorgiasAccount): HelpDeskFiles {
  return {
    async upload(file) {
      const encoder = new FormDataEncoder(formOf(file));
      const body = encoder.encode();
      const { "content-type": type, "content-length": length } = encoder.headers;
      try {
        const { data } = await account.read(files, {
          method: "POST",
          path: "/upload?type=attachment",
          headers: { "content-type": type, ...(file.size === null || !length ? {} : { "content-length": length }) },
          body,
          what: UPLOAD,
          timeoutMs: UPLOAD_TIMEOUT_MS,
          pace: { stallMs: STALL_MS, answerMs: ANSWER_MS },
          ...(file.until ? { until: file.until } : {}),
        });
        const stored = data[0];
        if (!stored) throw new RequestError(`gorgias, ${UPLOAD}: no file came back`, { fate: "unknown" });
        const { url, name, content_type, size } = stored;
        return {
          kind: "stored",
          file: {
            url,
            name: name ?? file.name,
            contentType: content_type ?? file.contentType,
            size: size ?? file.size,
          },
        };
      } catch (error) {
        if (refusedWith(error, 413)) return { kind: "too large" };
        throw error;
      } finally {
        // After a failure the rest of the file is not read, so its source is released.
        if (file.stream.locked) void body.return();
        else await file.stream.cancel().catch(() => undefined);
      }
    },
  };
}

/** The part's field name becomes the stored label (docs/vendors/gorgias.md 7), so it is the file's name. */
function formOf(file: OutgoingFile): ConstructorParameters<typeof FormDataEncoder>[0] {
  const part: FileLike = {
    name: file.name,
    type: file.contentType,
    size: file.size ?? Number.NaN,
    lastModified: 0,
    stream: () => file.stream,
    [Symbol.toStringTag]: "File",
  };
  const entries: [string, FileLike][] = [[file.name, part]];
  return {
    append: () => undefined,
    getAll: () => [part],
    entries: () => entries[Symbol.iterator](),
    [Symbol.iterator]: () => entries[Symbol.iterator](),
    [Symbol.toStringTag]: "FormData",
  };
}
