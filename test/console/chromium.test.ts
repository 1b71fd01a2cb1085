/** Which browser the tests use where the packaged one does not run. */
import { describe, expect, it } from "vitest";
import { startInstalled } from "./chromium.ts";

/** Fails as Playwright does for a browser that is not there. */
const installed = (names: readonly string[]) => async (channel: string) => {
  if (names.includes(channel)) return channel;
  throw new Error(`browserType.launch: Chromium distribution '${channel}' is not found at /opt/${channel}`);
};

describe("the browser of the tests, on a Mac or on Windows", () => {
  it("is Chrome, or Edge where there is no Chrome", async () => {
    expect(await startInstalled(installed(["chrome", "msedge"]))).toBe("chrome");
    expect(await startInstalled(installed(["msedge"]))).toBe("msedge");
  });

  it("is missing with one line that says what to install", async () => {
    await expect(startInstalled(installed([]))).rejects.toThrow(
      /^No browser .*: install Chrome or Edge, or set CHROME_PATH to a Chromium\.$/,
    );
  });

  it("that is installed and does not start says why", async () => {
    const launch = async () => Promise.reject(new Error("browserType.launch: the profile is locked"));
    await expect(startInstalled(launch)).rejects.toThrow("the profile is locked");
  });
});
