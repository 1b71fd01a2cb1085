/** A server that the service must not reach. It counts connections of any protocol. */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

export interface Decoy {
  /** `127.0.0.1:port`. */
  host: string;
  port: number;
  url: string;
  /** Number of connections. */
  reached: number;
  close(): Promise<void>;
}

export async function openDecoy(): Promise<Decoy> {
  const server = createServer((socket) => {
    decoy.reached += 1;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const decoy: Decoy = {
    host,
    port,
    url: `http://${host}/latest/meta-data`,
    reached: 0,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
  return decoy;
}
