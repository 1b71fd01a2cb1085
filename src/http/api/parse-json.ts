/** Parses bodies as JSON. A request with a JSON content type and an empty body has no body. */
import type { ApiServer } from "./route.ts";

export function parseJsonBodies(server: ApiServer): void {
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeContentTypeParser("application/json");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null);
    else parse(request, String(body), done);
  });
}
