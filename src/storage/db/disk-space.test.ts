/** On a disk with little space nothing is written, and everything can be read. */
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { spaceGuard } from "./disk-space.ts";

const MB = 1024 * 1024;

function disk(free: number) {
  let left = free;
  let now = 0;
  let looks = 0;
  const guard = spaceGuard(
    "./data",
    async () => {
      looks += 1;
      return left;
    },
    () => now,
  );
  const leave = (bytes: number) => {
    left = bytes;
    now += 1_000;
  };
  return { guard, leave, looks: () => looks };
}

describe("spaceGuard", () => {
  it.each([
    "insert into a values (1)",
    "with b as (select 1) update a set c = 1",
    "BEGIN",
    "create table a ()",
    "select 1 from a for update skip locked",
  ])("refuses what may write where there is no space for another file of the log: %s", async (text) => {
    const { guard, leave } = disk(25 * MB);
    await guard(text);
    leave(16 * MB);
    await expect(guard(text)).rejects.toThrow("DATA_DIR ./data: 16 MB are left on the disk. Free at least 24 MB there");
    leave(25 * MB);
    await guard(text);
  });

  it("lets everything be read", async () => {
    const { guard } = disk(0);
    await guard("select 1");
    await guard("\n  SELECT count(*) from a");
  });

  it("asks the system now and then, not for each statement", async () => {
    const { guard, looks } = disk(25 * MB);
    for (let n = 0; n < 10; n += 1) await guard("insert");
    expect(looks()).toBe(1);
  });

  it("asks the disk that the folder is on", async () => {
    await spaceGuard(tmpdir())("insert");
  });
});
