/**
 * A replacement for PgBouncer before a PostgreSQL: lends server sessions for a transaction, a statement, or a client's
 * whole stay.
 */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface PoolerOptions {
  mode: "session" | "transaction" | "statement";
  /** Most server sessions. They are lent in turn. */
  size: number;
}

/** The server's message that it is idle, outside a transaction. */
const READY = 0x5a;
const IDLE = 0x49;
const GOODBYE = 0x58;

interface Session {
  socket: Socket;
  borrower: Client | null;
}

interface Client {
  socket: Socket;
  waiting: Buffer[];
  session: Session | null;
  /** The startup message that opens a session. */
  hello: Buffer;
}

/** For servers without a password or with a clear-text one. The first client of each session signs in through it. */
export async function poolerBefore(
  url: string,
  { mode, size }: PoolerOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const target = new URL(url);
  const sessions: Session[] = [];
  const clients = new Set<Client>();
  const sockets = new Set<Socket>();
  let welcome: Buffer | null = null;
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    socket.once("data", (hello: Buffer) => {
      const client: Client = { socket, waiting: [], session: null, hello };
      clients.add(client);
      if (sessions.length < size) signIn(client);
      else if (welcome !== null) letIn(client, welcome);
    });
  });

  /** Forwards the client's sign-in. Afterwards all clients share the session. */
  function signIn(client: Client): void {
    const upstream = connect(Number(target.port), target.hostname).on("error", () => undefined);
    sockets.add(upstream);
    const session: Session = { socket: upstream, borrower: client };
    sessions.push(session);
    const answers: Buffer[] = [];
    const pass = (bytes: Buffer) => void upstream.write(bytes);
    client.socket.on("data", pass);
    upstream.write(client.hello);
    upstream.on("data", function answer(bytes: Buffer) {
      client.socket.write(bytes);
      answers.push(bytes);
      if (!isReady(bytes)) return;
      welcome ??= asWelcome(Buffer.concat(answers));
      client.socket.off("data", pass);
      upstream.off("data", answer).on("data", (later: Buffer) => giveBack(session, later));
      if (mode === "session") client.session = session;
      else session.borrower = null;
      hear(client);
    });
  }

  function letIn(client: Client, words: Buffer): void {
    client.socket.write(words);
    hear(client);
  }

  function hear(client: Client): void {
    client.socket.on("data", (bytes: Buffer) => {
      if (bytes[0] === GOODBYE) return void client.socket.end();
      if (mode === "statement" && /begin/i.test(bytes.toString("latin1"))) return void client.socket.write(REFUSAL);
      client.waiting.push(bytes);
      return lend(client);
    });
  }

  function lend(client: Client): void {
    const free = sessions.findIndex(({ borrower }) => borrower === null);
    // The next session in turn, so that a client rarely gets the same one again.
    if (client.session === null && free >= 0) {
      const [session] = sessions.splice(free, 1) as [Session];
      sessions.push(session);
      client.session = session;
      session.borrower = client;
    }
    if (client.session) for (const bytes of client.waiting.splice(0)) client.session.socket.write(bytes);
  }

  function giveBack(session: Session, bytes: Buffer): void {
    const { borrower } = session;
    borrower?.socket.write(bytes);
    if (mode === "session" || !borrower || !isReady(bytes) || bytes.at(-1) !== IDLE) return;
    session.borrower = null;
    borrower.session = null;
    for (const client of clients) if (client.waiting.length > 0) lend(client);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function isReady(bytes: Buffer): boolean {
  return bytes.at(-6) === READY && bytes.readInt32BE(bytes.length - 5) === 5;
}

/** Messages that accept a client without a password. */
function asWelcome(answers: Buffer): Buffer {
  const ok = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
  return Buffer.concat([ok, answers.subarray(answers.indexOf(ok) + ok.length)]);
}

const REFUSAL = (() => {
  const body = "SERROR\0VERROR\0C08P01\0Mtransaction blocks not allowed in statement pooling mode\0\0";
  const length = Buffer.alloc(4);
  length.writeInt32BE(Buffer.byteLength(body) + 4);
  return Buffer.concat([Buffer.from("E"), length, Buffer.from(body), Buffer.from([READY, 0, 0, 0, 5, IDLE])]);
})();
