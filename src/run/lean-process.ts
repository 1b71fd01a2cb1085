/** Memory that is given back sooner. Such settings are taken at a process's birth alone, so it is born again with them. */

/**
 * Young objects are what stands between two sockets: the sooner their space is full, the sooner they are let go. And V8 may not
 * decide by itself what is old from the start: when it might, one run in five took more than 250 MB (decision 0013).
 */
const FLAGS = ["--max-semi-space-size=2", "--no-allocation-site-pretenuring"];

/**
 * Of glibc: one heap for all threads, and what lies free at its end given back from 128 KB on. Left alone, glibc raises that bound with
 * every large block that is freed. Elsewhere they do nothing.
 */
const VARIABLES = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072" };

/**
 * Begins the program anew with these settings: the same process, with the id, the streams and the arguments that it had.
 * Returns where it has them already or an operator chose others (`MALLOC_ARENA_MAX` is set), where a parent process talks to it over a channel that
 * would be lost, and on systems that cannot do it (Windows).
 */
export function beginLean(environment: NodeJS.ProcessEnv): void {
  if (environment["MALLOC_ARENA_MAX"] !== undefined || process.channel) return;
  const { argv0, execPath, execArgv, argv } = process;
  process.execve?.(execPath, [argv0, ...FLAGS, ...execArgv, ...argv.slice(1)], { ...environment, ...VARIABLES });
}
