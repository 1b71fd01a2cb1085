/** A server that accepts alerts as Slack does, and can be down. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

export interface AlertReceiver {
  /** Contains a secret in its path, as Slack's URLs do. */
  url: string;
  secret: string;
  /** The accepted texts. */
  received: string[];
  /** Location of redirect answers. */
  location: string;
  /** Status of the next answers. */
  answer: number;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<AlertReceiver> {
  const secret = "T0-B1-xoxsecretofthealerts";
  const server = createServer((request, response) => {
    const status = request.url?.endsWith(`/${secret}`) ? receiver.answer : 404;
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      response.writeHead(status, { location: receiver.location }).end();
      const { text } = z.object({ text: z.string() }).parse(JSON.parse(Buffer.concat(pieces).toString()));
      if (status === 200) receiver.received.push(text);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const receiver: AlertReceiver = {
    url: `http://127.0.0.1:${port}/services/${secret}`,
    secret,
    received: [],
    location: "/elsewhere",
    answer: 200,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
