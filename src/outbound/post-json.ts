/** Posts JSON to an external URL, where `post-body.ts` allows it. Reads only the status of the answer. */
import { PostError } from "../kit/post-error.ts";
import { postBody, type PostOptions } from "./post-body.ts";

/** Resolves on a 2xx. Rejects with a `PostError`, which does not name the URL. */
export function postJson(options: PostOptions): (url: string, body: unknown) => Promise<void> {
  return async (url, body) => {
    const posted = await postBody(options, url, JSON.stringify(body), {});
    if (posted.kind === "failed") throw new PostError(posted.code, posted.why);
    if (posted.status < 200 || posted.status >= 300)
      throw new PostError("rejected", `the server answered ${posted.status}`, posted.status);
  };
}
