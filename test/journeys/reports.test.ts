/** A day of calls as Overview and Reports show it, over the real service, in the team's time zone. */
import { expect, it } from "vitest";
import type { OverviewAnswer, ReportAnswer } from "../../src/http/api/schemas.ts";
import { openAdmin, type AdminClient } from "../contracts/admin-client.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const CALLER = "+33612345678";

function adminOf(shop: Shop): AdminClient {
  const client = openAdmin(world.it.services.admin);
  client.signIn({
    connectionId: shop.connectionId,
    account: shop.account,
    user: { name: "Ada", email: null },
    csrfToken: "token",
  });
  return client;
}

it("an answered call, a missed one and its callback are counted, each by its number and agent, and exported", async () => {
  const shop = await world.it.openShop({ settings: { timeZone: "Europe/Paris" } });
  const { stories } = shop.phone;
  await stories.answered({ company: shop.company, line: shop.lines.fr, from: CALLER });
  await shop.settle();
  world.it.clock.advance(60_000);
  await stories.missed({ company: shop.company, line: shop.lines.us, from: CALLER });
  await shop.settle();
  world.it.clock.advance(5 * 60_000);
  const client = adminOf(shop);
  const ask = <T>(path: string) => client.ask<T>({ path, as: shop.connectionId });

  const overview = (await ask<OverviewAnswer>("/api/overview")).body;
  expect(overview.timeZone).toEqual({ name: "Europe/Paris", source: "setting" });
  expect(overview.today).toMatchObject({ inbound: 2, answered: 1, missed: 1, calledBack: 0, tickets: 2 });
  expect(overview.today.timeToTicket?.p95).toBeLessThan(60_000);
  expect(overview.latest.map(({ outcome }) => outcome)).toEqual(["missed", "answered"]);
  expect(overview.lastDeliveryAt).not.toBeNull();

  const report = (await ask<ReportAnswer>("/api/reports")).body;
  expect(report.days).toHaveLength(30);
  expect(report.total).toMatchObject({ inbound: 2, answeredRate: 0.5, missed: 1 });
  expect(report.numbers.map(({ key, answered, missed }) => [key, answered, missed]).sort()).toEqual(
    [
      [String(shop.lines.fr), 1, 0],
      [String(shop.lines.us), 0, 1],
    ].sort(),
  );
  const ofUs = (await ask<ReportAnswer>(`/api/reports?line=${shop.lines.us}`)).body;
  expect(ofUs.total).toMatchObject({ inbound: 1, answered: 0, missed: 1 });

  const exported = await ask("/api/reports/export?by=number&language=en");
  expect(exported.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8" });
  expect(exported.headers["content-disposition"]).toContain(`${shop.account}-number-${report.from}-${report.to}.csv`);
  expect(exported.text).toContain("Total,2,1,1,50,");
  expect((await ask("/api/reports/export?by=number&language=fr")).text).toContain("Total;2;1;1;50;");
});

it("a range that is none is refused with what it must be", async () => {
  const shop = await world.it.openShop();
  const client = adminOf(shop);
  for (const search of ["from=2026-03-02&to=2026-03-01", "from=2020-01-01&to=2026-03-01", "to=2026-02-30"]) {
    for (const path of [`/api/reports?${search}`, `/api/reports/export?by=day&${search}`]) {
      const { status, body } = await client.ask({ path, as: shop.connectionId });
      expect([status, body.error.code]).toEqual([400, "bad_range"]);
      expect(body.error.message).toContain("at most 366 days");
    }
  }
});
