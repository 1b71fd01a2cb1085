/** The schema of an answer that is sent as a stream. A description knows it as a text. */
import type { Readable } from "node:stream";
import { z } from "zod";

export const streamedText = z.string() as unknown as z.ZodType<Readable>;
