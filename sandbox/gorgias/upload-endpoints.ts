// POST /api/upload and the download of private files (contract 7): files are hashed as they stream, little of them is kept.
import { createHash, randomBytes } from "node:crypto";
import type { MultipartFile } from "@fastify/multipart";
import { z } from "zod";
import type { Account } from "./account.ts";
import { type Answer, type Call, defineEndpoint, type Endpoint } from "./endpoint.ts";
import type { StoredFile } from "./model.ts";
import { refuse } from "./vendor-error.ts";

const failure = "Failed to upload";
const fileTypes = ["attachment", "public_attachment", "profile_picture", "widget_picture"] as const;

export const uploadEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "POST",
    path: "/upload",
    failure,
    query: z.strictObject({ type: z.enum(fileTypes).default("attachment") }),
    handle: async (call) => {
      if (!call.request.isMultipart()) throw refuse.invalid(failure, { _schema: ["Not multipart/form-data."] });
      const files: StoredFile[] = [];
      for await (const part of readParts(call)) {
        if (part.type !== "file") throw refuse.invalid(failure, { [part.fieldname]: ["Not a file."] });
        files.push(await readFile(call.account, part, call.query.type));
      }
      if (files.length === 0) throw refuse.invalid(failure, { file: ["Missing data for required field."] });
      for (const file of files) call.account.files.set(file.hash, file);
      return { status: 201, body: files.map((file) => viewFile(call.account, file)) };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/:type/download/:hash/:name",
    handle: ({ account, params }) => {
      const file = account.files.get(params.hash ?? "");
      const known = fileTypes.some((type) => type === params.type);
      if (!known || file === undefined || file.name !== params.name) throw refuse.notFound();
      return serveFile(file);
    },
  }),
];

/** A broken multipart body is the client's mistake. */
async function* readParts(call: Call) {
  const limits = { fileSize: Number.POSITIVE_INFINITY, files: 100, parts: 200 };
  yield* call.request.parts({ limits });
}

async function readFile(account: Account, part: MultipartFile, type: string): Promise<StoredFile> {
  const { uploadLimitBytes, keepBytes } = account.settings;
  const hash = createHash("sha256");
  const kept: Buffer[] = [];
  let keptSize = 0;
  let size = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > uploadLimitBytes) throw refuse.tooLarge();
    hash.update(chunk);
    if (keptSize < keepBytes) {
      // Copied, for a slice would hold the whole chunk in memory.
      const head = Buffer.from(chunk.subarray(0, keepBytes - keptSize));
      kept.push(head);
      keptSize += head.length;
    }
  }
  return {
    hash: randomBytes(16).toString("hex"),
    // The part's field name becomes the label, but for a field called `file` (contract 7).
    name: part.fieldname === "file" ? part.filename || "file" : part.fieldname,
    contentType: part.mimetype,
    type,
    size,
    sha256: hash.digest("hex"),
    kept: Buffer.concat(kept),
    createdAt: account.now(),
  };
}

function viewFile(account: Account, file: StoredFile) {
  return {
    content_type: file.contentType,
    name: file.name,
    size: account.settings.sizeAsString ? String(file.size) : file.size,
    url: `${account.url}/attachments/${file.hash}/${encodeURIComponent(file.name)}`,
  };
}

/** What was kept of it, said to be cut where it is; never shown by a browser as a page. */
export function serveFile(file: StoredFile): Answer {
  const headers: Record<string, string> = {
    "content-type": file.contentType,
    "content-disposition": "attachment",
    "x-content-type-options": "nosniff",
  };
  if (file.kept.length < file.size) headers["x-sandbox-kept"] = `${file.kept.length}/${file.size}`;
  return { status: 200, body: Buffer.from(file.kept), headers };
}
