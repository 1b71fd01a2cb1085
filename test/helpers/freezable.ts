/** A proxy before a server. When frozen it accepts connections and answers nothing, like a process under SIGSTOP. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Freezable {
  url: string;
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

export async function freezable(url: string): Promise<Freezable> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket.on("error", () => undefined));
      if (isFrozen) socket.pause();
    }
    client.on("data", (bytes) => upstream.write(bytes)).on("close", () => upstream.destroy());
    upstream.on("data", (bytes) => client.write(bytes)).on("close", () => client.destroy());
    if (isFrozen) for (const socket of [client, upstream]) socket.pause();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
