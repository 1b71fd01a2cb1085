// Conformance of calls: the shape of every event, and the shape REST gives the same call.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bearer, openSetup, record, records, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
beforeEach(async () => {
  setup = await openSetup();
  await setup.listen();
});
afterEach(() => setup.close());

const { users, lines, teams } = seeded;
const seconds = () => setup.clock.ms / 1000;

describe("webhook shapes", () => {
  it("leaves out of call.created what does not apply, instead of sending null", async () => {
    const { call } = await setup.aircall.phone.place({ line: lines.supportUs, from: "+442079460123" });
    expect(call.id).toBeGreaterThan(2 ** 31);
    expect(setup.receiver.dataOf("call.created")).toEqual({
      id: call.id,
      call_uuid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      direct_link: `https://api.aircall.io/v1/calls/${call.id}`,
      direction: "inbound",
      status: "initial",
      missed_call_reason: null,
      started_at: seconds(),
      answered_at: null,
      ended_at: null,
      duration: 0,
      cost: "0.0",
      hangup_cause: null,
      voicemail: null,
      recording: null,
      asset: null,
      raw_digits: "+44 20 7946 0123",
      number: {
        id: lines.supportUs,
        direct_link: `https://api.aircall.io/v1/numbers/${lines.supportUs}`,
        name: "Support US",
        digits: "+1 202-555-0100",
        e164_digits: "+12025550100",
        country: "US",
        time_zone: "America/New_York",
        open: true,
        availability_status: "custom",
        is_ivr: false,
        live_recording_activated: true,
        messages: {},
      },
      archived: false,
      teams: [],
      comments: [],
      tags: [],
    });
  });

  it("names the agent of an outbound call at once, and a known contact with e-mail and number", async () => {
    await setup.aircall.phone.place({ direction: "outbound", user: users.cleo });
    const data = setup.receiver.dataOf("call.created");
    expect(record(data["user"])).toEqual({
      id: users.cleo,
      direct_link: `https://api.aircall.io/v1/users/${users.cleo}`,
      name: "Cleo Agent",
      email: "cleo.agent@acme.example",
      available: true,
      availability_status: "available",
      language: "en-US",
      wrap_up_time: 15,
    });
    expect(data["raw_digits"]).toBe("+1 202-555-0147");
    expect(data).toHaveProperty("contact.emails.0.value", "cleo.caller@customer.example");
  });

  it("hides an anonymous caller behind the word and gives no contact", async () => {
    await setup.aircall.phone.place({ from: "anonymous" });
    expect(setup.receiver.dataOf("call.created")["raw_digits"]).toBe("anonymous");
    expect(setup.receiver.dataOf("call.created")).not.toHaveProperty("contact");
  });

  it("sends an IVR choice with ISO times once, and not again", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.ivr(call.id, { title: "Sales", key: "1" });
    const options = records(setup.receiver.dataOf("call.ivr_option_selected")["ivr_options_selected"]);
    expect(options).toMatchObject([{ title: "Sales", key: "1", branch: "1" }]);
    expect(options[0]?.["created_at"]).toBe(new Date(setup.clock.ms).toISOString());
    await setup.aircall.phone.calls.answer(call.id);
    expect(setup.receiver.dataOf("call.answered")).not.toHaveProperty("ivr_options_selected");
    const read = await setup.ask("GET", `/v1/calls/${call.id}?fetch_call_timeline=true`);
    expect(records(record(read.json["call"])["ivr_options_selected"])).toHaveLength(1);
  });

  it("names the agents who are rung and who decline, and forgets them when the call is not answered", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.ring(call.id, { user: users.cleo, team: teams.billing });
    await setup.aircall.phone.calls.decline(call.id, { user: users.ada });
    setup.clock.ms += 17_000;
    await setup.aircall.phone.calls.hangup(call.id);
    await setup.aircall.phone.calls.end(call.id);
    expect(setup.receiver.dataOf("call.ringing_on_agent")).toHaveProperty("user.id", users.cleo);
    expect(setup.receiver.dataOf("call.agent_declined")).toHaveProperty("user.id", users.ada);
    const ended = setup.receiver.dataOf("call.ended");
    expect(ended).not.toHaveProperty("user");
    expect(ended).toMatchObject({ missed_call_reason: "agents_did_not_answer", duration: 17, recording: null });
    expect(ended["teams"]).toMatchObject([{ id: teams.billing, name: "Billing" }]);
  });

  it("has transfer keys after a failed transfer, and loses them at call.ended", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.answer(call.id, { user: users.ada });
    await setup.aircall.phone.calls.transferFailed(call.id, { to: users.cleo });
    await setup.aircall.phone.calls.hangup(call.id);
    await setup.aircall.phone.calls.end(call.id);
    const hungUp = setup.receiver.dataOf("call.hungup");
    expect(hungUp).toMatchObject({
      user: { id: users.ada },
      transferred_by: { id: users.ada },
      transferred_to: { id: users.cleo },
    });
    expect(setup.receiver.dataOf("call.ended")).not.toHaveProperty("transferred_by");
    const read = record((await setup.ask("GET", `/v1/calls/${call.id}`)).json["call"]);
    expect(read["transferred_to"]).toMatchObject({ id: users.cleo });
  });

  it("moves the call to the new agent, or to the first member of a team", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.answer(call.id, { user: users.nils });
    await setup.aircall.phone.calls.transfer(call.id, { team: teams.billing });
    expect(setup.receiver.dataOf("call.transferred")).toMatchObject({
      user: { id: users.cleo },
      transferred_by: { id: users.nils },
      transferred_to: { id: users.cleo },
    });
    await setup.aircall.phone.calls.transferExternal(call.id, { to: "+33140000000" });
    expect(setup.receiver.dataOf("call.external_transferred")["external_transferred_to"]).toBe("+33140000000");
    await setup.aircall.phone.calls.hangup(call.id);
    expect(setup.receiver.dataOf("call.hungup")).not.toHaveProperty("external_transferred_to");
  });

  it("sends the full list of tags and notes with their authors", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.answer(call.id, { user: users.ada });
    await setup.aircall.phone.calls.tag(call.id, { tags: ["Refund", seeded.tags.delivery] });
    await setup.aircall.phone.calls.untag(call.id, { tags: ["Refund"] });
    await setup.aircall.phone.calls.comment(call.id, { content: "Angry 😡 but polite" });
    const tagged = records(setup.receiver.dataOf("call.tagged")["tags"]);
    expect(tagged).toMatchObject([
      { id: 31, name: "Refund", tagged_at: seconds(), tagged_by: { id: users.ada } },
      { id: 32 },
    ]);
    expect(records(setup.receiver.dataOf("call.untagged")["tags"]).map((one) => one["id"])).toEqual([32]);
    const notes = records(setup.receiver.dataOf("call.commented")["comments"]);
    expect(notes).toMatchObject([{ content: "Angry  but polite", posted_by: { id: users.ada }, posted_at: seconds() }]);
  });

  it("sends assignment and archiving long after the end", async () => {
    const { calls } = await setup.aircall.phone.stories.missed();
    await setup.aircall.phone.calls.assign(calls[0]?.id ?? 0, { user: users.cleo });
    await setup.aircall.phone.calls.archive(calls[0]?.id ?? 0);
    expect(setup.receiver.dataOf("call.archived")).toMatchObject({ assigned_to: { id: users.cleo }, archived: true });
  });
});

describe("stories", () => {
  it("plays an answered call with late tag and note", async () => {
    await setup.aircall.phone.stories.answered({ tags: ["Refund"], comment: "Late", user: users.ada });
    const late = ["call.ended", "call.tagged", "call.commented"];
    expect(setup.receiver.events()).toEqual([
      "call.created",
      "call.ringing_on_agent",
      "call.answered",
      "call.hungup",
      ...late,
    ]);
    const ended = setup.receiver.dataOf("call.ended");
    expect(ended).toMatchObject({ status: "done", duration: 125, missed_call_reason: null, participants: [] });
    expect(Number(ended["answered_at"]) - Number(ended["started_at"])).toBe(12);
    expect(ended["asset"]).toBe(`https://assets.aircall.io/calls/${String(ended["id"])}/recording`);
    expect(setup.receiver.dataOf("call.hungup")["recording"]).toBeNull();
    expect(records(setup.receiver.dataOf("call.tagged")["tags"])[0]?.["tagged_at"]).toBe(
      Number(ended["ended_at"]) + 87,
    );
  });

  it("plays a voicemail: in call.ended, then call.voicemail_left with a link signed anew", async () => {
    await setup.aircall.phone.stories.voicemail();
    expect(setup.receiver.events().slice(-3)).toEqual(["call.hungup", "call.ended", "call.voicemail_left"]);
    const ended = setup.receiver.dataOf("call.ended");
    const left = setup.receiver.dataOf("call.voicemail_left");
    expect(left).toMatchObject({
      answered_at: null,
      missed_call_reason: "agents_did_not_answer",
      duration: 17,
      recording: null,
    });
    expect(setup.receiver.dataOf("call.hungup")).toMatchObject({ voicemail: null, asset: null });
    expect(left["voicemail"]).not.toBe(ended["voicemail"]);
    expect(String(left["voicemail"]).split("?")[0]).toBe(String(ended["voicemail"]).split("?")[0]);
  });

  it("plays a callback request: no reason, system tag one second before the end, completed by an answered call", async () => {
    const { calls } = await setup.aircall.phone.stories.callback({ mode: "automated" });
    const [original, second] = calls;
    const ended = record(
      setup.receiver.received.find(
        ({ envelope }) => envelope.event === "call.ended" && envelope.data["id"] === original?.id,
      )?.envelope.data,
    );
    expect(ended).toMatchObject({ answered_at: null, missed_call_reason: null, status: "done" });
    const tag = { id: 900, name: "Callback Request", tagged_by: {}, tagged_at: Number(ended["ended_at"]) - 1 };
    expect(ended["tags"]).toEqual([tag]);
    const settled = setup.receiver.dataOf("call.tagged");
    expect(settled).toMatchObject({ id: original?.id, automatic_callback_call_id: second?.id });
    expect(records(settled["tags"]).map((one) => one["name"])).toEqual(["Callback Request", "Called Back"]);
    expect(second).toMatchObject({ direction: "outbound", status: "done" });
  });

  it("plays two call.created for a menu and the line behind it, and a phantom that never ends", async () => {
    await setup.aircall.phone.stories.parentChild({ line: lines.supportFr, childLine: lines.supportUs });
    const created = setup.receiver.received.filter((one) => one.envelope.event === "call.created");
    expect(created.map((one) => record(one.envelope.data["number"])["id"])).toEqual([lines.supportFr, lines.supportUs]);
    const { calls } = await setup.aircall.phone.stories.phantom();
    expect(calls[0]).toMatchObject({ status: "initial", endedAt: null });
  });

  it("sends call.ended 30 s and call.voicemail_left 33 s after hang-up, divided by the speed", async () => {
    setup.aircall.phone.change({ speed: 1000 });
    const left = new Promise<void>((resolve) => {
      setup.receiver.answer = () => {
        if (setup.receiver.events().includes("call.voicemail_left")) resolve();
        return 200;
      };
    });
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.voicemail(call.id);
    await left;
    expect(setup.receiver.events()).toEqual(["call.created", "call.hungup", "call.ended", "call.voicemail_left"]);
  });

  it("brings a late recording with call.comm_assets_generated", async () => {
    setup.aircall.phone.change({ lateAssets: true });
    await setup.aircall.phone.stories.answered();
    expect(setup.receiver.dataOf("call.ended")["recording"]).toBeNull();
    const ready = setup.receiver.dataOf("call.comm_assets_generated");
    expect(ready["recording"]).toMatch(/^http/);
    expect(ready["recording_short_url"]).toMatch(/\/_short\//);
  });
});

describe("REST", () => {
  it("says null where webhooks leave out, and gives the contact only on request", async () => {
    const { call } = await setup.aircall.phone.place();
    const plain = record((await setup.ask("GET", `/v1/calls/${call.id}`)).json["call"]);
    for (const key of ["user", "contact", "assigned_to", "transferred_by", "transferred_to"])
      expect(plain[key]).toBeNull();
    expect(plain).not.toHaveProperty("call_uuid");
    expect(plain["number"]).not.toHaveProperty("e164_digits");
    const full = record((await setup.ask("GET", `/v1/calls/${call.id}?fetch_contact=true`)).json["call"]);
    expect(full["contact"]).toMatchObject({ id: 700 });
  });

  it("lists by time within six months", async () => {
    const old = Math.floor(Date.UTC(2026, 3, 1) / 1000);
    await setup.aircall.phone.place({ at: old });
    await setup.aircall.phone.place({ at: seconds() - 500 });
    const recent = await setup.aircall.phone.place({ at: seconds() - 100 });
    const list = async (query: string) => records((await setup.ask("GET", `/v1/calls${query}`)).json["calls"]);
    expect(await list("?from=0")).toHaveLength(2);
    const found = await list(`?from=${seconds() - 200}&to=${seconds()}`);
    expect(found.map((one) => one["id"])).toEqual([recent.call.id]);
  });

  it("searches by direction, user, number and all of several tags", async () => {
    const { calls } = await setup.aircall.phone.stories.answered({ tags: ["Refund", "Delivery"], user: users.cleo });
    await setup.aircall.phone.stories.answered({ tags: ["Refund"], from: "+33612345678" });
    const count = async (query: string) =>
      records((await setup.ask("GET", `/v1/calls/search?${query}`)).json["calls"]).length;
    expect(await count("tags[]=31&tags[]=32")).toBe(1);
    expect(await count("tags[]=31")).toBe(2);
    expect(await count("phone_number=%2B33612345678")).toBe(1);
    expect(await count(`user_id=${users.cleo}`)).toBe(1);
    expect(await count("direction=outbound")).toBe(0);
    expect(calls[0]?.userId).toBe(users.cleo);
  });

  it("takes five anonymous notes and no sixth, and tags by id", async () => {
    const { call } = await setup.aircall.phone.place();
    const note = async () =>
      (await setup.ask("POST", `/v1/calls/${call.id}/comments`, { body: { content: "Seen" } })).status;
    for (let count = 0; count < 5; count += 1) expect(await note()).toBe(201);
    expect(await note()).toBe(400);
    expect(records(setup.receiver.dataOf("call.commented")["comments"])[4]).toMatchObject({ posted_by: null });
    expect((await setup.ask("POST", `/v1/calls/${call.id}/tags`, { auth: bearer, body: { tags: [31] } })).status).toBe(
      201,
    );
    expect(records(setup.receiver.dataOf("call.tagged")["tags"])[0]).toMatchObject({ id: 31, tagged_by: {} });
    expect((await setup.ask("POST", `/v1/calls/${call.id}/tags`, { body: { tags: [5] } })).status).toBe(400);
  });

  it("archives with an event and unarchives without one", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.ask("PUT", `/v1/calls/${call.id}/archive`);
    const back = await setup.ask("PUT", `/v1/calls/${call.id}/unarchive`);
    expect(record(back.json["call"])["archived"]).toBe(false);
    expect(setup.receiver.events()).toEqual(["call.created", "call.archived"]);
  });
});
