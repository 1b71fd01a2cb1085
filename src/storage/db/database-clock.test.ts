/** The shared clock follows the database's time, whatever the machine's clock does. */
import { expect, it } from "vitest";
import { databaseClock } from "./database-clock.ts";

/** A machine whose clock and counter the test moves, and a database whose time follows the counter. */
function world(skewMs: number) {
  let steady = 1_000;
  let skew = skewMs;
  const real = () => 1_700_000_000_000 + steady;
  const clock = databaseClock(
    () => real() + skew,
    () => steady,
  );
  const answer = (tookMs: number) => async () => {
    steady += tookMs / 2;
    const at = real();
    steady += tookMs / 2;
    return at;
  };
  return {
    clock,
    real,
    pass: (ms: number) => void (steady += ms),
    step: (ms: number) => void (skew += ms),
    look: (tookMs = 2) => clock.look(answer(tookMs)),
    lookAt: (aheadMs: number) => clock.look(async () => real() + aheadMs),
  };
}

it.each([7_200_000, -7_200_000, 90_000, -86_400_000 * 365])(
  "L8: gives the database's time though the machine's clock is %d ms off, and the difference",
  async (skewMs) => {
    const it = world(skewMs);
    await it.look();
    expect(it.clock.now()).toBe(it.real());
    expect(it.clock.skewMs()).toBe(skewMs);
  },
);

it("L8: a machine's clock that is stepped moves nothing, and is reported", async () => {
  const it = world(0);
  await it.look();
  it.step(7_200_000);
  it.pass(25_000);
  expect(it.clock.now()).toBe(it.real());
  await it.look();
  expect(it.clock.skewMs()).toBe(7_200_000);
  it.step(-7_200_000);
  await it.look();
  expect([it.clock.now() - it.real(), it.clock.skewMs()]).toEqual([0, 0]);
});

it("L8: follows a correction of the database's clock", async () => {
  const it = world(0);
  await it.look();
  await it.lookAt(60_000);
  expect(it.clock.now()).toBe(it.real() + 60_000);
});

it("L8: a slow answer shifts nothing by more than it can prove, and reports nothing about the machine's clock", async () => {
  const it = world(300);
  await it.look();
  const before = it.clock.now() - it.real();
  await it.look(22_000);
  expect(it.clock.now() - it.real()).toBe(before);
  expect(it.clock.skewMs()).toBe(300);
});

it("L8: is the machine's own time before the database has answered", () => {
  const it = world(5_000);
  expect(it.clock.now()).toBe(it.real() + 5_000);
  expect(it.clock.skewMs()).toBeNull();
});
