/** N9: the example of docs/api.md is genuine: the library that signs makes the same signature, and its check accepts it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { verifyWebhook } from "../helpers/webhook-receiver.ts";

const page = await readFile(join(import.meta.dirname, "../../docs/api.md"), "utf8");
const secret = /`(whsec_[^`…]{20,})`/.exec(page)?.[1] ?? "";
const [head = "", body = ""] = (/```http\n([\s\S]*?)\n```/.exec(page)?.[1] ?? "").split("\n\n");
const headers = Object.fromEntries(
  head
    .split("\n")
    .slice(1)
    .map((line) => line.split(": ") as [string, string]),
);
const sentAt = Number(headers["webhook-timestamp"]) * 1000;

it("N9: the example of the documentation verifies, and the library signs it alike", () => {
  expect(verifyWebhook({ headers, body }, secret, sentAt)).toEqual(JSON.parse(body));
  const signature = new Webhook(secret).sign(headers["webhook-id"] ?? "", new Date(sentAt), body);
  expect(headers["webhook-signature"]).toBe(signature);
});
