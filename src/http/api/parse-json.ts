/** Bodies as JSON; a request that names JSON and brings nothing is one without a body. */
import type { ApiServer } from "./route.ts";

export function parseJsonBodies(server: ApiServer): void {
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeContentTypeParser("application/json");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null);
    else parse(request, String(body), done);
  });
}
