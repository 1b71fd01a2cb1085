/** /api/set-up: the page that connects an account with API keys. Only a browser that a one-time link admitted sees it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { checkAddress, checkTypedAircall, checkTypedGorgias, connectTyped } from "../../connections/sign-in/set-up.ts";
import { languageOf } from "../api/language-of.ts";
import type { ApiServer } from "../api/route.ts";
import { problem } from "../problem.ts";
import type { AccessDeps } from "./access-deps.ts";
import { gorgiasCheckedSchema, numbersFoundSchema, setUpSchema } from "./access-answers.ts";
import { aircallKeySchema, connectSchema, keySchema } from "./access-schemas.ts";
import { accessTexts } from "./access-texts.ts";
import { sendAccessProblem } from "./send-access-problem.ts";

export function setUpRoutes(server: ApiServer, { cookies, setUp }: AccessDeps): void {
  const { setUps, clock } = setUp;
  void server.register(async (inner: ApiServer) => {
    // Before the body is read.
    inner.addHook("onRequest", async (request, reply) => {
      const secret = cookies.setUpOf(request);
      if (secret !== null && (await setUps.isOpen(secret, clock()))) return undefined;
      return reply.code(401).send(problem("set_up_closed", accessTexts[languageOf(request)].setUpClosed));
    });

    inner.get("/set-up", { schema: { response: { 200: setUpSchema } } }, async () => {
      const { publicUrl, phonePanel } = setUp;
      return { publicUrl, phonePanel };
    });

    inner.post(
      "/set-up/gorgias",
      { schema: { body: keySchema, response: { 200: gorgiasCheckedSchema } } },
      async (request, reply) => {
        const checked = await checkTypedGorgias(setUp, request.body);
        if (checked.kind === "refused") return sendAccessProblem(request, reply, checked.problem);
        const { account, name, email } = checked;
        return { account, name, email };
      },
    );

    inner.post(
      "/set-up/aircall",
      { schema: { body: aircallKeySchema, response: { 200: numbersFoundSchema } } },
      async (request, reply) => {
        const checked = await checkTypedAircall(setUp, request.body);
        if (checked.kind === "refused") return sendAccessProblem(request, reply, checked.problem);
        return { numbers: checked.lines.map(({ id, name, digits }) => ({ id, name, digits })) };
      },
    );

    inner.post("/set-up/address", async (request, reply) => {
      const found = await checkAddress(setUp);
      return found ? sendAccessProblem(request, reply, found) : { publicUrl: setUp.publicUrl };
    });

    inner.post("/set-up/connect", { schema: { body: connectSchema } }, async (request, reply) => {
      const connected = await connectTyped(setUp, request.body);
      if (connected.kind === "refused") return sendAccessProblem(request, reply, connected.problem);
      await endSetUp(request, reply);
      cookies.setSession(reply, connected.session.sessionId);
      return reply.code(201).send({ account: connected.session.account });
    });
  });

  /** Another account needs another link. */
  async function endSetUp(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const secret = cookies.setUpOf(request);
    if (secret !== null) await setUps.end(secret);
    cookies.clearSetUp(reply);
  }
}
