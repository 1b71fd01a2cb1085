/** The hosts that files are fetched from where nothing else is configured. */
import { describe, expect, it } from "vitest";
import { configFrom } from "../../src/config.ts";
import { reachOf } from "../../src/domain/ticket/media.ts";

describe("the list of hosts", () => {
  it.each([
    ["public", "bucket.s3.amazonaws.com"],
    ["public", "bucket.s3.us-west-2.amazonaws.com"],
    ["public", "s3.eu-central-1.amazonaws.com"],
    ["public", "bucket.s3.dualstack.us-west-2.amazonaws.com"],
    ["public", "bucket.s3-us-west-2.amazonaws.com"],
    ["public", "bucket.s3-accelerate.amazonaws.com"],
    ["public", "assets.aircall.io"],
    ["public", "short-urls.aircall.io"],
    ["nowhere", "evil-amazonaws.com"],
    ["nowhere", "evils3.amazonaws.com"],
    ["nowhere", "evil-aircall.io"],
    ["nowhere", "aircall.io.evil.example"],
    ["nowhere", "amazonaws.com"],
    ["nowhere", "ec2-203-0-113-25.compute-1.amazonaws.com"],
    ["nowhere", "ec2-203-0-113-25.us-west-2.compute.amazonaws.com"],
    ["nowhere", "s3-bucket-1.us-east-1.elb.amazonaws.com"],
    ["nowhere", "x.execute-api.us-east-1.amazonaws.com"],
    ["nowhere", "x.lambda-url.us-east-1.on.aws"],
    ["nowhere", "169.254.169.254"],
  ])("C10: of media names S3 and Aircall, not all that runs at Amazon: %s %s", (reach, host) => {
    const { mediaHosts } = configFrom({ SANDBOX: "0" });
    expect(reachOf(`https://${host}/x.mp3`, mediaHosts)).toBe(reach);
  });
});
