/** N7: which addresses alerts are posted to. */
import { expect, it } from "vitest";
import { judgeAlertUrl } from "./judge-alert-url.ts";

const judge = (url: string, allowLoopback = false) => judgeAlertUrl(url, { allowLoopback });

it.each([
  "",
  "https://hooks.slack.com/services/T0/B1/x",
  "https://chat.example.com:8443/hook?x=1",
  "https://chat.example.com:1024/",
  "https://8.8.8.8/",
  "https://[2606:4700:4700::1111]/",
])("N7: takes %j", (url) => {
  expect(judge(url)).toBeNull();
});

it.each([
  "https://127.0.0.1/",
  "https://127.1/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.1/",
  "https://0177.0.0.1/",
  "https://127.0.0.1./",
  "https://127.0.0.1:8443/",
  "https://１２７.0.0.1/",
  "https://%31%32%37.0.0.1/",
  "https://0/",
  "https://0.0.0.0/",
  "https://10.1.2.3/",
  "https://172.16.0.1/",
  "https://192.168.1.1/",
  "https://100.64.0.1/",
  "https://169.254.169.254/latest/meta-data",
  "https://2852039166/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://[::]/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:0:127.0.0.1]/",
  "https://[::127.0.0.1]/",
  "https://[fe80::1]/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/",
  "https://[2002:7f00:1::]/",
  "https://[2002:a9fe:a9fe::1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[64:ff9b:1::a00:1]/",
  "https://[2001:0:7f00:1::]/",
  "https://[ff02::1]/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://x.localhost/",
  "https://metadata.google.internal/",
  "https://metadata/",
  "https://router.local/",
  "https://nas.home.arpa/",
  "https://example.com./",
])("N7: refuses %j: it does not lead to the public internet", (url) => {
  expect(judge(url)).toBe("not public");
});

it.each([
  ["https://user:pw@hooks.example.com/", "credentials"],
  ["https://user@hooks.example.com/", "credentials"],
  ["https://:pw@hooks.example.com/", "credentials"],
  ["http://hooks.example.com/", "not https"],
  ["http://127.0.0.1:4000/", "not https"],
  ["ftp://hooks.example.com/", "not https"],
  ["javascript:alert(1)", "not https"],
  ["https://hooks.example.com:22/", "port"],
  ["https://hooks.example.com:25/", "port"],
  ["https://", "no address"],
  ["https://hooks.example.com/a b", "no address"],
  ["https://[fe80::1%25eth0]/", "no address"],
  ["hooks.example.com", "no address"],
])("N7: refuses %j: %s", (url, why) => {
  expect(judge(url)).toBe(why);
});

it("N7: lets the sandbox post to its own machine, and nowhere else within", () => {
  expect(judge("http://[::1]:4000/hook", true)).toBeNull();
  expect(judge("http://hooks.example.com/", true)).toBe("not https");
  expect(judge("ftp://127.0.0.1:4000/", true)).toBe("not https");
  expect(judge("http://127.0.0.1:4000/hook", true)).toBeNull();
  expect(judge("https://10.0.0.1/", true)).toBe("not public");
});
