/** N5: what a failed creation of our webhook leaves behind. */
import { expect, it } from "vitest";
import { makeWebhook } from "./make-webhook.ts";

const URL_OF_OURS = "https://calls.example.com/webhooks/aircall/key";

it.each([
  ["removes what it made", null],
  ["says why it failed where the removal fails too", new Error("aircall is down")],
])("N5: a creation that fails midway %s", async (_what, trouble) => {
  const asked: string[] = [];
  const made = makeWebhook(
    {
      createWebhook: async () => {
        throw new Error("no token came back");
      },
      async webhooksAt(address) {
        asked.push(address);
        return [{ webhookId: "w", url: address }];
      },
      async removeWebhook(id) {
        asked.push(id);
        if (trouble) throw trouble;
      },
    },
    URL_OF_OURS,
  );
  await expect(made).rejects.toThrow("no token came back");
  expect(asked).toEqual([URL_OF_OURS, "w"]);
});
