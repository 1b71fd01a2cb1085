/** The life of a call, from ring to ticket. */
import { describe, expect, it } from "vitest";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));

describe("an answered call", () => {
  it("C3: makes one ticket when it is answered, and not while it rings", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket()).toMatchObject({
      channel: "phone",
      status: "open",
      externalId: `aircall-call-${call}`,
      subject: "Inbound call: +33 6 12 34 56 78",
    });
  });

  it("C3: names the customer in the subject, and the direction", async () => {
    const shop = await world.it.openShop();
    shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: "+33612345678" }] });
    await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
    await shop.settle();
    expect(shop.ticket().subject).toBe("Inbound call: Ada Byron");
    await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      from: "+33612345678",
      direction: "outbound",
    });
    await shop.settle();
    expect(shop.tickets().map((ticket) => ticket.subject)).toEqual([
      "Inbound call: Ada Byron",
      "Outbound call: Ada Byron",
    ]);
  });

  it("C4: is assigned to the user with the agent's e-mail, whatever its letter case", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.ada });
    await shop.settle();
    expect(shop.ticket().assignee).toBe("Ada Admin");
  });

  it("C4: is assigned after a transfer to the agent who talked last", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.ada });
    await shop.settle();
    await shop.phone.calls.transfer(call, { to: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket().assignee).toBe("Cleo Agent");
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.note("answered").author).toBe("Ada Admin");
    expect(shop.note("ended").author).toBe("Cleo Agent");
  });

  it("C5 trouble table, agent e-mail differs: the ticket is unassigned and the first admin signs the notes", async () => {
    const shop = await world.it.openShop();
    await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr, user: shop.users.nils });
    await shop.settle();
    expect(shop.ticket().assignee).toBeNull();
    expect(new Set(shop.ticket().notes.map((note) => note.author))).toEqual(new Set(["Ada Admin"]));
  });

  it("C5 trouble table, no admin in Gorgias: no note, no ticket, and the activity says why", async () => {
    const shop = await world.it.openShop();
    const admins = shop.desk.account(shop.account).users.all();
    for (const user of admins) shop.desk.updateUser(shop.account, user.id, { role: "agent" });
    const { calls } = await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      user: shop.users.nils,
    });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    const activity = await shop.activity(calls[0]?.id ?? 0);
    expect(activity).toMatchObject({ state: "failed", ticketId: null });
    expect(activity.reason).toEqual({ code: "no_signer" });
  });

  it("C4 trouble table, agent e-mail differs: an admin may join the two by hand, and the next call is theirs", async () => {
    const shop = await world.it.openShop();
    const cleo = shop.desk
      .account(shop.account)
      .users.all()
      .find(({ name }) => name === "Cleo Agent");
    await world.it.services.database.query(
      `insert into agent_mappings (connection_id, aircall_user_id, help_desk_user_id) values ($1, $2, $3)`,
      [shop.connectionId, String(shop.users.nils), cleo?.id],
    );
    await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr, user: shop.users.nils });
    await shop.settle();
    expect(shop.ticket().assignee).toBe("Cleo Agent");
    expect(shop.note("answered").author).toBe("Cleo Agent");
  });

  it("C5: gets its ticket on a replay, at once, when Gorgias has an admin again", async () => {
    const shop = await world.it.openShop();
    const users = shop.desk.account(shop.account).users.all();
    for (const user of users) shop.desk.updateUser(shop.account, user.id, { role: "agent" });
    const { calls } = await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    for (const user of users) shop.desk.updateUser(shop.account, user.id, { role: "admin" });
    world.it.clock.advance(15_000);
    await world.it.services.replay(shop.account, `call:${calls[0]?.id}`);
    await shop.settle();
    expect(shop.tickets()).toHaveLength(1);
  });

  it("C6: has a note of the answer in the agent's name", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place({ team: shop.phone.companies.addTeam(shop.company, { name: "VIP" }).id });
    await shop.phone.calls.ivr(call, { title: "Invoices", key: "2" });
    world.it.clock.advance(12_000);
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const { author, text } = shop.note("answered");
    expect(author).toBe("Cleo Agent");
    expect(text).toContain("Call answered\nStart time: ");
    expect(text).toMatch(/Answered time: \d+ Mar 2026, \d\d:\d\d:\d\d UTC\+1/);
    expect(text).toContain("Call direction: Inbound");
    expect(text).toContain("Customer number: +33 6 12 34 56 78");
    expect(text).toContain("Aircall number: Support FR (+33 1 70 18 00 01)");
    expect(text).toContain("IVR options: Invoices");
    expect(text).toContain("Aircall team: VIP");
  });

  it("C7: has a note of the end with duration, agent, dashboard link and the agent's notes", async () => {
    const shop = await world.it.openShop();
    const { calls } = await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      user: shop.users.cleo,
      durationSeconds: 192,
      comment: "Wants a refund",
    });
    await shop.settle();
    const { text } = shop.note("ended");
    expect(text).toContain("Call ended\nEnd time: ");
    expect(text).toContain("Call duration: 3 min 12 s");
    expect(text).toContain("Assigned to: Cleo Agent");
    expect(text).toContain(`Call in the Aircall dashboard: https://dashboard.aircall.io/calls/${calls[0]?.id}`);
    expect(text).toContain("Agent notes: Wants a refund");
  });

  it("C11: is open once the call has ended, though the ticket was closed during the call", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.ticket().status).toBe("open");
  });

  it("C11: stays closed when an agent closes it after the call, though tags and a recording follow", async () => {
    const shop = await world.it.openShop();
    const { calls } = await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    world.it.clock.advance(600_000);
    await shop.phone.calls.tag(calls[0]?.id ?? 0, { tags: ["Refund"] });
    await shop.settle();
    expect(shop.ticket()).toMatchObject({ status: "closed" });
    expect(shop.ticket().tags).toContain("Refund");
  });
});

describe("a call that is not answered", () => {
  it("C8: gets its ticket with one merged note at the end, not at hang-up", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.ring(call, { user: shop.users.cleo });
    world.it.clock.advance(17_000);
    await shop.phone.calls.hangup(call, { reason: "agents_did_not_answer" });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    await shop.phone.calls.end(call);
    await shop.settle();
    const note = shop.note("unanswered");
    expect(note.text).toContain("Missed call\nStart time: ");
    expect(note.text).toContain("Call duration: 17 s");
    expect(note.text).toContain("Missed call reason: No agent answered");
    expect(note.text).not.toContain("Answered time");
    expect(shop.ticket().tags).toContain("Missed call");
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual(["customer-not-found", "unanswered"]);
  });

  it("C8: gets its ticket 60 s after hang-up when the end never arrives", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.hangup(call, {});
    await shop.settle(0);
    world.it.clock.advance(59_000);
    await shop.settle(0);
    expect(shop.tickets()).toEqual([]);
    world.it.clock.advance(1_000);
    await shop.settle(0);
    expect(shop.ticket().tags).toContain("Missed call");
  });

  it("C8: gets its ticket though Aircall never sends when it ended", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    for (const { callId, webhook, body } of shop.phone.deliveries.log) {
      if (callId !== call || webhook.url !== shop.webhookUrl) continue;
      await shop.deliver(body.replaceAll(String(call), "660066").replace(/"ended_at":\d+/, '"ended_at":null'));
    }
    await shop.settle();
    expect(shop.tickets().find(({ externalId }) => externalId === "aircall-call-660066")?.tags).toContain(
      "Missed call",
    );
  });

  it("C8: logs an unanswered outbound call, without calling it missed", async () => {
    const shop = await world.it.openShop();
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, direction: "outbound" });
    await shop.settle();
    expect(shop.ticket().tags).toContain("Outbound call");
    expect(shop.ticket().tags).not.toContain("Missed call");
  });

  it("C8: leaves unanswered outbound calls out where the admin set so", async () => {
    const shop = await world.it.openShop({ settings: { unansweredOutbound: "skip" } });
    const { calls } = await shop.phone.stories.missed({
      company: shop.company,
      line: shop.lines.fr,
      direction: "outbound",
    });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    expect(await shop.activity(calls[0]?.id ?? 0)).toMatchObject({
      state: "ignored",
      reason: { code: "left_out_by_setting", setting: "unansweredOutbound" },
      requests: 0,
    });
  });

  it("C4: is assigned to whom it was assigned in Aircall, also long after", async () => {
    const shop = await world.it.openShop();
    const { calls } = await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    expect(shop.ticket().assignee).toBeNull();
    world.it.clock.advance(3_600_000);
    await shop.phone.calls.assign(calls[0]?.id ?? 0, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket().assignee).toBe("Cleo Agent");
    expect(shop.note("unanswered").text).toContain("Assigned to: Cleo Agent");
  });
});

describe("lines and connections", () => {
  it("S1: a call on a line that is not selected is stored, marked, and costs nothing", async () => {
    const shop = await world.it.openShop({ lines: ["Support US"] });
    const { calls } = await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    expect(shop.requests()).toEqual([]);
    const activity = await shop.activity(calls[0]?.id ?? 0);
    expect(activity).toMatchObject({ state: "ignored", reason: { code: "line_not_selected" }, requests: 0 });
    expect(activity.received.map(({ outcome }) => outcome)).toEqual(
      activity.received.map(() => ({ code: "ignored", why: "line_not_selected" })),
    );
  });

  it("S3: two connections with the same customer share nothing", async () => {
    const [one, other] = [await world.it.openShop(), await world.it.openShop()];
    one.desk.addCustomer(one.account, { name: "Known here", channels: [{ type: "phone", address: "+33612345678" }] });
    for (const shop of [one, other]) {
      await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
    }
    await world.it.settle();
    expect(one.ticket().customer.name).toBe("Known here");
    expect(other.ticket().customer.name).toBe("Aircall New Contact +33612345678");
  });

  it("S3: a connection whose Gorgias is down does not hold up another", async () => {
    const [down, well] = [await world.it.openShop(), await world.it.openShop()];
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 503 }, path: `^/${down.account}/`, times: 0 });
    for (const shop of [down, well]) {
      await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    }
    await world.it.settle(0);
    expect(well.tickets()).toHaveLength(1);
    expect(down.tickets()).toHaveLength(0);
    faults.clear();
    await world.it.settle();
    expect(down.tickets()).toHaveLength(1);
  });
});
