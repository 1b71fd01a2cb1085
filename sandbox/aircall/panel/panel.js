// The phone panel in the browser: reads the state every second and a half and turns buttons into control requests.

const at = (id) => document.getElementById(id);
const number = (id) => (at(id).value === "" ? undefined : Number(at(id).value));

/** Makes an element; text is always text, never HTML. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

async function send(method, path, body) {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const answer = await response.json();
  at("problem").textContent = response.ok ? "" : (answer.error ?? `The control answered ${response.status}`);
  return answer;
}

async function act(method, path, body) {
  await send(method, path, body);
  await refresh();
}

const button = (label, work, kind) => make("button", { onclick: work, class: kind }, label);

function readDial() {
  const from = at("from").value.trim();
  return {
    line: number("line"),
    company: number("company"),
    direction: at("direction").value,
    from: from === "" ? "anonymous" : from,
    user: number("user"),
    team: number("team"),
  };
}

const stories = {
  Missed: ["missed", {}],
  Answered: ["answered", { tags: ["Refund"], comment: "Wants the money back" }],
  Voicemail: ["voicemail", {}],
  "Callback, manual": ["callback", { mode: "manual" }],
  "Callback, called back": ["callback", { mode: "automated" }],
  Transferred: ["transfer", {}],
  "Transfer failed": ["transfer", { transfer: "failed" }],
  "Transferred outside": ["transfer", { transfer: "external" }],
  "Menu and line behind": ["parent-child", {}],
  Phantom: ["phantom", {}],
};

const apiPath = "^/v[12]/";
const faults = {
  "429 × 5": {
    fault: { kind: "status", status: 429, headers: { "retry-after": "5" }, body: { error: "Too Many Requests" } },
    times: 5,
  },
  "500 × 3": { fault: { kind: "status", status: 500, body: { error: "Internal Server Error" } }, times: 3 },
  "Slow 8 s × 3": { fault: { kind: "slow", ms: 8000 }, times: 3 },
  "One in five fails": { fault: { kind: "status", status: 502, body: {} }, chance: 0.2, times: 0 },
  "Answer lost": { fault: { kind: "lost-answer" }, times: 1 },
  "Connection dropped": { fault: { kind: "dropped" }, times: 1 },
};

const posting = {
  "Hold back": ["POST", "deliveries/hold"],
  "Release in order": ["POST", "deliveries/release", { order: "fifo" }],
  "Release reversed": ["POST", "deliveries/release", { order: "reverse" }],
  "Release shuffled and doubled": ["POST", "deliveries/release", { order: "shuffle", duplicate: 1 }],
  "Lose the next": ["POST", "deliveries/drop", { times: 1 }],
  "Retry failed": ["POST", "deliveries/retry"],
  "Always double": ["PATCH", "settings", { duplicateChance: 1 }],
  "Late by up to 5 s": ["PATCH", "settings", { delayMs: 5000 }],
  "Post normally": ["PATCH", "settings", { duplicateChance: 0, delayMs: 0, dropChance: 0 }],
};

function drawFixed() {
  for (const [label, [name, extra]] of Object.entries(stories)) {
    at("stories").append(button(label, () => act("POST", `scenarios/${name}`, { ...readDial(), ...extra })));
  }
  for (const [label, rule] of Object.entries(faults)) {
    at("faults").append(button(label, () => act("POST", "faults", { ...rule, path: apiPath })));
  }
  at("faults").append(button("None", () => act("DELETE", "faults")));
  for (const [label, [method, path, body]] of Object.entries(posting)) {
    at("posting").append(button(label, () => act(method, path, body)));
  }
  at("posting").append(
    button("Uninstall the app", () => act("POST", `companies/${at("company").value}/uninstall`), "danger"),
    button("Start over", () => act("POST", "reset"), "danger"),
  );
  document.querySelector("[data-act=place]").addEventListener("click", () => act("POST", "calls", readDial()));
  at("speed").addEventListener("change", () => act("PATCH", "settings", { speed: Number(at("speed").value) }));
  at("company").addEventListener("change", refresh);
}

/** The buttons that make sense for a call in its state. */
function drawActions(call) {
  const press = (label, name, body) => button(label, () => act("POST", `calls/${call.id}/${name}`, body));
  const ask = (label, question, name, body) =>
    button(label, () => {
      const text = window.prompt(question);
      if (text) void act("POST", `calls/${call.id}/${name}`, body(text));
    });
  const inbound = call.direction === "inbound";
  const ringing = [
    inbound ? press("Ring agent", "ring", { user: number("user"), team: number("team") }) : null,
    inbound ? press("Agent declines", "decline", {}) : null,
    inbound ? press("Menu: 2 Billing", "ivr", { title: "Billing", key: "2" }) : null,
    press("Answer", "answer", inbound ? { user: number("user") } : {}),
    inbound ? press("Leave voicemail", "voicemail", {}) : null,
    inbound ? press("Press *: call me back", "callback-request", {}) : null,
  ];
  const talking = [
    press("Hold", "hold"),
    press("Resume", "unhold"),
    press("Transfer to agent", "transfer", { to: number("user"), team: number("team") }),
    press("Transfer fails", "transfer-failed", {}),
    press("Transfer outside", "transfer-external", {}),
  ];
  const over = [
    call.collected ? null : press("End now", "end"),
    call.answeredAt === null && inbound ? press("Voicemail stored", "voicemail", {}) : null,
    press("File ready", "assets", {}),
    press("Assign to agent", "assign", { user: number("user") }),
    press("Archive", "archive"),
    call.callbackMode === null ? null : press("Call back", "call-back", { user: number("user") }),
  ];
  const always = [
    ask("Tag…", "Name of the tag", "tag", (text) => ({ tags: [text] })),
    call.tagNames.length === 0 ? null : press("Remove last tag", "untag", { tags: [call.tagNames.at(-1)] }),
    ask("Note…", "The agent's note", "comment", (text) => ({ content: text })),
  ];
  const byState = { initial: ringing, answered: talking, done: over };
  const hangUp = call.status === "done" ? null : press("Hang up", "hangup", {});
  return make("div", { class: "row" }, ...byState[call.status], hangUp, ...always);
}

function drawCard(card, people) {
  const lines = card.contents.map((one) => {
    const value = one.type === "user" ? (people.get(one.user_id) ?? `user ${one.user_id}`) : one.text;
    const shown = /^https?:/.test(one.link ?? "")
      ? make("a", { href: one.link, target: "_blank", rel: "noreferrer" }, value)
      : value;
    if (one.type === "title") return make("strong", {}, shown);
    return make("dl", {}, make("dt", {}, one.label ?? ""), make("dd", {}, shown));
  });
  return make("div", { class: "insight" }, ...lines, make("small", {}, card.integrationName ?? "API key"));
}

function drawCall(call, people) {
  const names = [call.contact ?? "unknown", call.digits, call.direction === "inbound" ? "→" : "←", call.line ?? ""];
  const facts = [
    call.status,
    call.user ?? (call.rungUser ? `rings ${call.rungUser}` : null),
    call.missedReason,
    call.collected ? "ended" : null,
    call.voicemail ? "voicemail" : null,
    call.recording ? "recording" : null,
    ...call.tagNames.map((tag) => `#${tag}`),
  ].filter(Boolean);
  return make(
    "article",
    { class: call.status === "done" ? "call" : "call live" },
    make("h3", {}, names.join(" "), " ", make("a", { href: `/calls/${call.id}` }, String(call.id))),
    make("div", {}, ...facts.map((fact) => make("span", { class: "pill" }, fact))),
    ...call.comments.map((note) => make("p", { class: "soft" }, `“${note.content}”`)),
    ...call.cards.map((card) => drawCard(card, people)),
    drawActions(call),
  );
}

function drawDelivery(delivery) {
  const good = delivery.state === "delivered" ? "good" : "bad";
  const answers = delivery.attempts.map((one) => one.status ?? one.error ?? "none").join(", ");
  const body = make("pre", { class: "mono" }, JSON.stringify(delivery.body, null, 1));
  return make(
    "tr",
    {},
    make("td", {}, String(delivery.id)),
    make("td", { class: "mono" }, delivery.event),
    make("td", { class: "mono" }, String(delivery.callId ?? delivery.messageId ?? "")),
    make("td", { class: good }, delivery.state),
    make("td", {}, answers),
    make("td", {}, make("details", {}, make("summary", {}, "show"), body)),
    make(
      "td",
      {},
      button("Again", () => act("POST", `deliveries/${delivery.id}/redeliver`)),
    ),
  );
}

/** Fills a list without losing what was chosen. */
function fill(id, options, first) {
  const list = at(id);
  const wanted = JSON.stringify([options, first]);
  if (list.dataset.shown === wanted) return;
  const chosen = list.value;
  list.dataset.shown = wanted;
  const items = options.map(([value, label]) => make("option", { value: String(value) }, label));
  list.replaceChildren(...(first === undefined ? [] : [make("option", { value: "" }, first)]), ...items);
  if (options.some(([value]) => String(value) === chosen)) list.value = chosen;
}

/** Members whose links are new at every reading. */
const signedLinks = new Set(["recording", "voicemail", "url"]);

/** Redraws a part only when it changed, so that open details and pressed buttons stay. */
function redraw(id, items, draw) {
  const wanted = JSON.stringify(items, (key, value) => (signedLinks.has(key) ? Boolean(value) : value));
  if (at(id).dataset.shown === wanted) return;
  at(id).dataset.shown = wanted;
  at(id).replaceChildren(...items.map((item) => draw(item)));
}

async function refresh() {
  const [state, log, rules] = await Promise.all([
    send("GET", "state"),
    send("GET", "deliveries?limit=60"),
    send("GET", "faults"),
  ]);
  fill(
    "company",
    state.companies.map((one) => [one.id, one.name]),
  );
  const company = state.companies.find((one) => String(one.id) === at("company").value) ?? state.companies[0];
  if (company !== undefined) {
    fill(
      "line",
      company.lines.map((one) => [one.id, `${one.name} ${one.digits}`]),
    );
    fill(
      "user",
      company.users.map((one) => [one.id, one.name]),
      "(chosen by itself)",
    );
    fill(
      "team",
      company.teams.map((one) => [one.id, one.name]),
      "(none)",
    );
    fill("callers", [
      ...company.contacts.flatMap((one) => one.phoneNumbers.map((phone) => [phone.value, one.firstName ?? ""])),
      ["anonymous", "hidden number"],
    ]);
  }
  if (document.activeElement !== at("speed")) at("speed").value = state.settings.speed;
  const people = new Map(state.companies.flatMap((one) => one.users.map((user) => [user.id, user.name])));
  redraw("calls", state.calls, (call) => drawCall(call, people));
  // Other parts of the page draw themselves.
  document.dispatchEvent(new CustomEvent("phone", { detail: { state, company } }));
  redraw("deliveries", log.deliveries.toReversed(), drawDelivery);
  const waiting = rules.faults.map(
    (rule) => `${rule.fault.kind} ${rule.fault.status ?? ""} × ${rule.times === 0 ? "∞" : rule.times}`,
  );
  at("waiting").textContent = [...waiting, log.holding ? "deliveries are held back" : ""].filter(Boolean).join(" · ");
}

drawFixed();
const tick = () => refresh().catch(() => (at("problem").textContent = "The little Aircall does not answer."));
void tick();
setInterval(tick, 1500);
