/** Which transfer gets a slot, and which one waits. */
import { describe, expect, it } from "vitest";
import { transferSlots } from "./transfer-slots.ts";

/** Work that ends when the test ends it. */
function crowd(total: number) {
  const slots = transferSlots(total);
  const begun: string[] = [];
  const ends: Record<string, () => void> = {};
  const add = (name: string, until?: AbortSignal) =>
    slots.hold(name.slice(0, 1), until, () => {
      begun.push(name);
      return new Promise<void>((resolve) => (ends[name] = resolve));
    });
  const completed = () => new Promise((resolve) => setImmediate(resolve));
  return { add, begun, completed, end: (name: string) => (ends[name]?.(), completed()) };
}

describe("slots of transfers", () => {
  it("S3: one connection takes half of them at most, however much it has", async () => {
    const { add, begun, completed } = crowd(8);
    for (let n = 0; n < 10; n += 1) void add(`a${n}`);
    await completed();
    expect(begun).toEqual(["a0", "a1", "a2", "a3"]);
  });

  it("S3: connections whose files stall leave one to others, several times over", async () => {
    const { add, begun, completed } = crowd(8);
    for (const name of ["a", "b", "c", "d"]) for (let n = 0; n < 10; n += 1) void add(`${name}${n}`);
    await completed();
    expect(begun).toEqual(["a0", "a1", "a2", "a3", "b0", "b1", "c0", "d0"]);
  });

  it("S3: a freed slot goes to a connection without one, before one that waits for more", async () => {
    const { add, begun, completed, end } = crowd(4);
    for (const name of ["a0", "a1", "b0", "a2", "c0", "d0"]) void add(name);
    await completed();
    expect(begun).toEqual(["a0", "a1", "b0", "c0"]);
    await end("b0");
    expect(begun).toEqual(["a0", "a1", "b0", "c0", "d0"]);
    for (const name of ["c0", "d0", "a0"]) await end(name);
    expect(begun.at(-1)).toBe("a2");
  });

  it("S3: a slot whose waiter has timed out goes to the next", async () => {
    const { add, begun, completed, end } = crowd(2);
    const ending = new AbortController();
    void add("a0");
    const late = add("a1", ending.signal);
    void add("a2");
    ending.abort();
    await expect(late).rejects.toMatchObject({ fate: "later", message: "no slot for the file in time" });
    await expect(add("a3", AbortSignal.abort())).rejects.toMatchObject({ fate: "later" });
    await completed();
    await end("a0");
    expect(begun).toEqual(["a0", "a2"]);
  });

  it("S3: work that fails releases its slot", async () => {
    const slots = transferSlots(2);
    const fails = () => slots.hold("a", undefined, () => Promise.reject(new Error("no")));
    for (let n = 0; n < 5; n += 1) await expect(fails()).rejects.toThrow("no");
    expect(await slots.hold("a", undefined, async () => "yes")).toBe("yes");
  });
});
