// Small whole files. Made-up bytes begin with one, and programs that show such files pass over what follows it.

const samples: Readonly<Record<string, Buffer>> = {
  "image/png": Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
    "base64",
  ),
  "image/gif": Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  "image/jpeg": Buffer.concat([
    Buffer.from(
      `/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP${"/".repeat(86)}wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=`,
      "base64",
    ),
    Buffer.from([0xff, 0xd9]),
  ]),
  "application/pdf": Buffer.from(
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  ),
  "audio/mpeg": Buffer.from("ID3\u0004", "latin1"),
};

/** The beginning of a file of this type; nothing for a type that has no sample. */
export function sampleOf(type: string): Buffer {
  return samples[type] ?? Buffer.alloc(0);
}
