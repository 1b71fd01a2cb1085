/**
 * Gives a process virtual time and seeded chance: clocks, timers, time limits, random numbers and ids. Only for a
 * process of its own, because everything in it is affected.
 */
import crypto from "node:crypto";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";
import type { Seeded } from "../chaos/seeded.ts";
import type { Kernel } from "./kernel.ts";

export function virtualizeProcess(kernel: Kernel, random: Seeded): void {
  virtualizeClocks(kernel);
  virtualizeTimers(kernel);
  seedChance(random);
  holdThreads(kernel);
}

function virtualizeClocks(kernel: Kernel): void {
  const start = kernel.now();
  Date.now = () => kernel.now();
  performance.now = () => kernel.now() - start;
}

interface Timer {
  cancel(): void;
  ref(): Timer;
  unref(): Timer;
  hasRef(): boolean;
}

function virtualizeTimers(kernel: Kernel): void {
  const timer = (cancel: () => void): Timer => {
    const self: Timer = { cancel, ref: () => self, unref: () => self, hasRef: () => false };
    return self;
  };
  const clear = (known: Timer | undefined) => known?.cancel();
  const after = (fire: (...given: unknown[]) => unknown, ms = 0, ...given: unknown[]) =>
    timer(kernel.later({ ms, fire: () => void fire(...given) }));
  const every = (fire: () => unknown, ms = 1) =>
    timer(kernel.later({ ms, everyMs: Math.max(1, ms), fire: () => void fire() }));
  Object.assign(globalThis, { setTimeout: after, setInterval: every, clearTimeout: clear, clearInterval: clear });
  const sleep = (ms = 0, value?: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      const cancel = kernel.later({ ms, fire: () => resolve(value) });
      signal?.addEventListener("abort", () => {
        cancel();
        reject(signal.reason);
      });
    });
  Object.assign(timersPromises, { setTimeout: sleep });
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const late = () => controller.abort(new DOMException("The operation timed out", "TimeoutError"));
    kernel.later({ ms, isLimit: true, fire: late });
    return controller.signal;
  };
  syncBuiltinESMExports();
}

function seedChance(random: Seeded): void {
  const randomBytes = (size: number) => Buffer.from(Array.from({ length: size }, () => random.int(0, 255)));
  const randomInt = (least: number, most?: number) =>
    most === undefined ? random.int(0, least - 1) : random.int(least, most - 1);
  const randomUUID = () => {
    const hex = randomBytes(16).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  Math.random = random.next;
  Object.assign(crypto, { randomBytes, randomInt, randomUUID });
  syncBuiltinESMExports();
}

/** Web Crypto and files work in other threads. Time waits for them. */
function holdThreads(kernel: Kernel): void {
  const held = (target: object, name: string) => {
    const real = Reflect.get(target, name).bind(target) as (...given: unknown[]) => Promise<unknown>;
    Object.defineProperty(target, name, { value: (...given: unknown[]) => kernel.hold(() => real(...given)) });
  };
  for (const name of ["importKey", "encrypt", "decrypt", "digest"]) held(globalThis.crypto.subtle, name);
  for (const name of ["readFile", "readdir"]) held(files, name);
  syncBuiltinESMExports();
}
