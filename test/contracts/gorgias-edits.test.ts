/** An edit of a note that Gorgias rejects: what is sent the second time. */
import { expect, it } from "vitest";
import { openBoth } from "../helpers/vendor-requests.ts";

const file = { url: "https://x.example/f", name: "f", contentType: "image/png", size: null };
const note = { externalId: "x", html: "<b>n</b>", text: "n", authorId: 1, at: 1_760_000_000, files: [file] };

/** Rejects the first edit with this error, and answers the second one. */
async function edit(error: object, second = () => Response.json({})) {
  const sent: Record<string, unknown>[] = [];
  const { desk } = openBoth(async (_input, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return sent.length === 1 ? Response.json({ error }, { status: 400 }) : second();
  });
  const state = await desk.notes.edit(7, 1, note);
  return { state, first: Object.keys(sent[0] ?? {}), second: Object.keys(sent[1] ?? {}) };
}

const WHOLE = ["channel", "from_agent", "body_text", "body_html", "sender", "attachments"];
const without = (...names: string[]) => WHOLE.filter((name) => !names.includes(name));
const noFiles = { kind: "without files" };

it.each([
  ["the author", { data: { sender: ["Unknown."] } }, without("sender"), null],
  ["the files", { data: { attachments: ["Unknown."] } }, without("attachments"), noFiles],
  ["author and files", { data: { sender: ["?"], attachments: ["?"] } }, without("sender", "attachments"), noFiles],
  ["nothing", { msg: "The sender is wrong." }, without("sender", "attachments"), noFiles],
  ["the formatting", { data: { body_html: ["No."] } }, without("body_html", "sender", "attachments"), noFiles],
  [
    "both forms of the text",
    { data: { body_html: ["?"], body_text: ["?"] } },
    without("sender", "attachments"),
    noFiles,
  ],
])("C18: goes without what Gorgias names: %s", async (_what, error, second, state) => {
  expect(await edit(error)).toEqual({ state, first: WHOLE, second });
});

it("C16: leads to the ticket that its ticket was merged into, also the second time", async () => {
  const moved = () => new Response("{}", { status: 301, headers: { location: "/api/tickets/8/" } });
  expect((await edit({ msg: "no" }, moved)).state).toEqual({ kind: "merged", into: 8 });
  const { desk } = openBoth(async () => moved());
  expect(await desk.notes.edit(7, 1, note)).toEqual({ kind: "merged", into: 8 });
  expect(await desk.notes.remove(7, 1)).toEqual({ kind: "merged", into: 8 });
});

it("C10: names the size of a file where it is known, and null where it is not", async () => {
  const sizes: unknown[] = [];
  const { desk } = openBoth(async (_input, init) => {
    const { attachments } = JSON.parse(String(init?.body)) as { attachments: { size: number | null }[] };
    sizes.push(attachments.map(({ size }) => size));
    return Response.json({});
  });
  await desk.notes.edit(7, 1, { ...note, files: [file, { ...file, size: 12 }] });
  expect(sizes).toEqual([[null, 12]]);
});
