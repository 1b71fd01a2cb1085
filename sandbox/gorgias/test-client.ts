// Plain requests to a Gorgias simulator for its own tests, knowing nothing of any client of ours.
import { type GorgiasSimulator, type GorgiasSimulatorOptions, startGorgiasSimulator } from "./start.ts";

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // The tests look into whatever the vendor answers.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

export interface TestClient {
  gorgias: GorgiasSimulator;
  /** A request to `/acme/api{path}` with the account's key. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** A request to `/_sandbox{path}`. */
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  raw(path: string, init?: RequestInit): Promise<Reply>;
  /** Moves the clock. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export const startOfTest = Date.parse("2026-03-01T10:00:00Z");

export async function startTestClient(options: GorgiasSimulatorOptions = {}): Promise<TestClient> {
  let time = startOfTest;
  const gorgias = await startGorgiasSimulator({ now: () => time, ...options });
  const authorization = () => {
    const { email, apiKey } = gorgias.desk.account("acme");
    return `Basic ${Buffer.from(`${email}:${apiKey}`).toString("base64")}`;
  };
  async function raw(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(gorgias.url + path, { redirect: "manual", ...init });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }
  function send(method: string, path: string, body: unknown, headers: Record<string, string>) {
    if (body === undefined) return raw(path, { method, headers });
    const type = { "content-type": "application/json" };
    return raw(path, { method, headers: { ...type, ...headers }, body: JSON.stringify(body) });
  }
  return {
    gorgias,
    raw,
    api: (method, path, body, headers = {}) =>
      send(method, `/acme/api${path}`, body, { authorization: authorization(), ...headers }),
    control: (method, path, body) => send(method, `/_sandbox${path}`, body, {}),
    pass(ms) {
      time += ms;
    },
    close: () => gorgias.close(),
  };
}

/** The customer Ada Byron, whom every fresh `acme` has. */
export const ada = 910001;
/** The admin Ada Admin, whose key the client uses. */
export const admin = 8802;
export const agent = 8803;

export function phoneMessage(more: Record<string, unknown> = {}) {
  return { channel: "phone", via: "api", from_agent: false, sender: { id: ada }, body_text: "Hello", ...more };
}

export function noteMessage(more: Record<string, unknown> = {}) {
  const sender = { id: admin };
  return { channel: "internal-note", via: "api", from_agent: true, public: false, sender, body_text: "Note", ...more };
}

export function newTicket(more: Record<string, unknown> = {}) {
  return {
    channel: "phone",
    via: "api",
    from_agent: false,
    customer: { id: ada },
    subject: "Inbound call",
    messages: [phoneMessage()],
    ...more,
  };
}
