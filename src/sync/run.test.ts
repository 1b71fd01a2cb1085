/** What a run remembers of its writes, and what it has still to save. */
import { expect, it } from "vitest";
import type { CompletedWrite } from "../domain/ports/stores.ts";
import type { Write } from "../domain/ticket/write.ts";
import { complete, completeNow, saveCompleted } from "./run.ts";

const NOW = 1_800_000_000_000;
const book = () => ({
  connectionId: "one",
  activityId: "call:1",
  writes: [] as Write[],
  unsaved: [] as CompletedWrite[],
});
const completed = (more: Partial<CompletedWrite> = {}): CompletedWrite & { intent: unknown } => ({
  generation: 1,
  key: "look",
  state: "done",
  outcome: { first: true },
  requests: 1,
  at: NOW,
  intent: null,
  ...more,
});

it("L9: a write that is completed twice is one, with the requests of both", () => {
  const it = book();
  complete(it, completed());
  complete(it, completed({ requests: 2, outcome: { second: true }, at: NOW + 1 }));
  expect(it.writes).toMatchObject([{ key: "look", requests: 2, outcome: { second: true }, intendedAt: NOW + 1 }]);
  expect(it.unsaved).toMatchObject([{ key: "look", requests: 3, outcome: { second: true }, at: NOW + 1 }]);
});

it("C16: writes of one key in two ticket generations are two", () => {
  const it = book();
  complete(it, completed());
  complete(it, completed({ generation: 2 }));
  complete(it, completed({ key: "tags:1" }));
  const ids = ["1 look", "2 look", "1 tags:1"];
  expect(it.writes.map(({ generation, key }) => `${generation} ${key}`)).toEqual(ids);
  expect(it.unsaved.map(({ generation, key, requests }) => [`${generation} ${key}`, requests])).toEqual(
    ids.map((id) => [id, 1]),
  );
});

it("saves each write once, and again where the database failed", async () => {
  const it = book();
  const saved: unknown[][] = [];
  let isDown = true;
  const writes = {
    async complete(...asked: unknown[]) {
      if (isDown) throw new Error("the database is down");
      saved.push(asked);
    },
  } as unknown as Parameters<typeof saveCompleted>[0]["writes"];
  complete(it, completed());
  await expect(saveCompleted({ writes }, it)).rejects.toThrow("down");
  isDown = false;
  await saveCompleted({ writes }, it);
  await saveCompleted({ writes }, it);
  expect(saved).toEqual([["one", "call:1", [expect.objectContaining({ key: "look" })]]]);
  await completeNow({ writes, clock: () => NOW + 5 }, it, { generation: 0, key: "gone", outcome: {}, requests: 4 });
  const [, last] = saved;
  expect(last).toEqual([
    "one",
    "call:1",
    [{ generation: 0, key: "gone", outcome: {}, requests: 4, state: "done", at: NOW + 5 }],
  ]);
  expect(it.unsaved).toEqual([]);
});

it("saves what is completed while it saves with the next statement", async () => {
  const it = book();
  const saved: string[][] = [];
  const writes = {
    async complete(_c: string, _a: string, some: CompletedWrite[]) {
      saved.push(some.map(({ key }) => key));
      if (saved.length === 1) complete(it, completed({ key: "meanwhile" }));
    },
  } as unknown as Parameters<typeof saveCompleted>[0]["writes"];
  complete(it, completed());
  await saveCompleted({ writes }, it);
  expect(it.unsaved.map(({ key }) => key)).toEqual(["meanwhile"]);
  await saveCompleted({ writes }, it);
  expect(saved).toEqual([["look"], ["meanwhile"]]);
});
