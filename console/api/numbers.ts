/** The Aircall numbers of the company (`lines` in the API), and which of them create tickets. */
import type { LineAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export async function readNumbers(signal: AbortSignal): Promise<LineAnswer[]> {
  return (await request<{ lines: LineAnswer[] }>("/api/lines", { signal })).lines;
}

export async function selectNumbers(csrfToken: string, selected: string[]): Promise<void> {
  await request("/api/lines", { method: "PUT", csrfToken, body: { selected } });
}
