// Draws the help desk from the control panel's JSON, and asks again every second and a half.
// Everything from outside becomes a text node or sits in a sandboxed frame: nothing of it is ever read as HTML here.
import { frame, make, table, time } from "./make.js";

const [, account, , kind, id] = location.pathname.split("/");
const control = `/_sandbox/accounts/${account}`;
const byId = (name) => document.getElementById(name);
/** The last drawn JSON of each part, so that only what changed is drawn again. */
const drawn = new Map();

function draw(name, data, build) {
  const json = JSON.stringify(data ?? null);
  if (drawn.get(name) === json) return;
  drawn.set(name, json);
  byId(name).replaceChildren(...[build(data)].flat());
}

async function send(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${answer}`);
  return answer === "" ? undefined : JSON.parse(answer);
}

function showProblem(error) {
  const box = byId("problem");
  box.hidden = error === undefined;
  box.textContent = error === undefined ? "" : error.message;
}

/** A button that does one thing and then draws again. */
function button(label, act, style = "") {
  const onclick = async () => {
    try {
      await act();
      await refresh();
    } catch (error) {
      showProblem(error);
    }
  };
  return make("button", { type: "button", class: style, onclick }, label);
}

function link(path, label) {
  return make("a", { href: `/${account}/app${path}` }, label);
}

function pills(ticket) {
  const marks = [ticket.status];
  if (ticket.trashed_datetime !== null) marks.push("trashed");
  if (ticket.spam) marks.push("spam");
  if (ticket.snooze_datetime !== null) marks.push("snoozed");
  const colour = { open: "good", closed: "soft", trashed: "bad", spam: "bad", snoozed: "warn" };
  return [
    ...marks.map((mark) => make("span", { class: `pill ${colour[mark]}` }, mark)),
    ...ticket.tags.map((tag) => make("span", { class: "pill" }, `# ${tag.name}`)),
  ];
}

function nameOf(person) {
  return person === null ? "nobody" : (person.name ?? person.email ?? `#${person.id}`);
}

function drawOutbox({ outbox, outboxSize }) {
  byId("outbox").className = outboxSize > 0 ? "card alarm" : "card";
  if (outboxSize === 0)
    return [make("h2", {}, "Outbox"), make("p", { class: "good" }, "Empty: nothing was sent to any customer.")];
  return [
    make("h2", { class: "bad" }, `⚠ ${outboxSize} message(s) would have been SENT TO CUSTOMERS`),
    table(
      ["when", "why", "ticket", "channel", "to", "text"],
      outbox.map((entry) => [
        time(entry.at),
        entry.reason,
        link(`/ticket/${entry.ticketId}`, `#${entry.ticketId}`),
        entry.channel,
        entry.to ?? "–",
        entry.text ?? "",
      ]),
    ),
  ];
}

function drawTickets({ tickets, ticketCount }) {
  const rows = tickets.map((ticket) => [
    make("div", {}, link(`/ticket/${ticket.id}`, ticket.subject || `Ticket ${ticket.id}`)),
    make("div", {}, ...pills(ticket)),
    make("small", {}, `${ticket.channel} · ${ticket.messages_count} message(s) · ${nameOf(ticket.customer)}`),
    ticket.assignee_user === null ? "unassigned" : ticket.assignee_user.name,
  ]);
  const cells = rows.map(([title, marks, about, who]) => [make("div", {}, title, marks, about), who]);
  return [make("h2", {}, `Tickets (${ticketCount})`), table(["ticket", "assignee"], cells)];
}

function drawCustomers({ customers, customerCount }) {
  const rows = customers.map((customer) => [
    link(`/customer/${customer.id}`, customer.name || `Customer ${customer.id}`),
    customer.channels.map((channel) => make("div", { class: "mono" }, `${channel.type}: ${channel.address}`)),
  ]);
  const cells = rows.map(([who, channels]) => [who, make("div", {}, ...channels)]);
  return [make("h2", {}, `Customers (${customerCount})`), table(["name", "channels"], cells)];
}

function drawMessage(message) {
  const style = message.public ? (message.from_agent ? "agent" : "customer") : "note";
  const title = message.public ? `${message.channel}, public` : "internal note";
  const attachments = (message.attachments ?? []).map((file) => make("div", {}, "📎 ", drawFile(file)));
  return make(
    "article",
    { class: `message ${style}` },
    make("h3", {}, `${nameOf(message.sender)} · ${title}`),
    make(
      "small",
      {},
      `written ${time(message.created_datetime)} · sent ${time(message.sent_datetime)} · ${message.external_id ?? "no external id"}`,
    ),
    message.failed_datetime === null ? null : make("p", { class: "bad" }, "Sending failed."),
    message.body_html === null ? make("pre", {}, message.body_text ?? "") : frame(message.body_html),
    ...attachments,
  );
}

function drawFile(file) {
  const label = `${file.name} (${file.content_type}, ${file.size ?? "?"} bytes)`;
  const own = /\/attachments\/([0-9a-f]+)\//.exec(file.url);
  if (own !== null) return make("a", { href: `${control}/files/${own[1]}` }, label);
  return /^https?:\/\//.test(file.url) ? make("a", { href: file.url, rel: "noreferrer" }, label) : label;
}

function drawTicket(ticket) {
  const act = (action) => () => send("POST", `${control}/tickets/${ticket.id}/${action}`);
  const into = make("input", {
    class: "number",
    type: "number",
    placeholder: "ticket id",
    "aria-label": "Merge into ticket",
  });
  const trashed = ticket.trashed_datetime !== null;
  return make(
    "div",
    { class: "card" },
    make("h2", {}, `#${ticket.id} ${ticket.subject ?? ""}`),
    make("p", {}, ...pills(ticket)),
    make(
      "p",
      {},
      "Customer: ",
      ticket.customer === null ? "none" : link(`/customer/${ticket.customer.id}`, nameOf(ticket.customer)),
    ),
    make(
      "p",
      { class: "soft" },
      `Channel ${ticket.channel} · assigned to ${ticket.assignee_user?.name ?? "nobody"} · external id ${ticket.external_id ?? "–"} · closed ${time(ticket.closed_datetime)}`,
    ),
    make(
      "div",
      { class: "row" },
      button(ticket.status === "open" ? "Close" : "Open", act(ticket.status === "open" ? "close" : "open"), "primary"),
      button(trashed ? "Restore from trash" : "Trash", act(trashed ? "restore" : "trash")),
      button(ticket.spam ? "Not spam" : "Spam", act(ticket.spam ? "unspam" : "spam")),
      make("label", {}, into),
      button("Merge into", () => send("POST", `${control}/tickets/${ticket.id}/merge`, { into: Number(into.value) })),
      button("Delete", act("delete"), "danger"),
    ),
    ...ticket.messages.map(drawMessage),
  );
}

function drawCustomer(customer) {
  return make(
    "div",
    { class: "card" },
    make("h2", {}, customer.name ?? `Customer ${customer.id}`),
    make(
      "p",
      { class: "soft" },
      `id ${customer.id} · external id ${customer.external_id ?? "–"} · created ${time(customer.created_datetime)}`,
    ),
    table(
      ["channel", "address as stored", "preferred"],
      customer.channels.map((each) => [each.type, each.address, each.preferred ? "yes" : ""]),
    ),
    make("p", {}, customer.note ?? ""),
    make("p", { class: "soft" }, "The tickets below are this customer's."),
  );
}

function drawGauge({ buckets, requestCount }) {
  const meters = Object.entries(buckets).map(([name, { used, limit }]) =>
    make(
      "label",
      {},
      `${name} ${used}/${limit}`,
      make("meter", { min: 0, max: limit, high: limit * 0.8, value: used }),
    ),
  );
  return [
    ...meters,
    make("span", { class: "soft" }, `${requestCount} request(s)`),
    button("Another app spends 60", () => send("POST", `${control}/spend`, { requests: 60 })),
    button("Clear the log", () => send("DELETE", `/_sandbox/requests?account=${account}`)),
  ];
}

function drawRequests({ requests }) {
  return table(
    ["when", "request", "status", "credential"],
    requests.map((entry) => [
      new Date(entry.at).toLocaleTimeString(),
      make("span", { class: "mono" }, `${entry.method} ${entry.path}${entry.query === "" ? "" : `?${entry.query}`}`),
      make(
        "span",
        { class: entry.status > 0 && entry.status < 400 ? "good" : "bad" },
        `${entry.status || "none"}${entry.fault === null ? "" : ` (${entry.fault})`}`,
      ),
      entry.credential ?? "none",
    ]),
  );
}

function status(code, msg, headers = {}) {
  return { kind: "status", status: code, headers, body: { error: { msg } } };
}

function drawFaultButtons({ quotaExceeded }) {
  const rule = (label, fault, times) =>
    button(label, () => send("POST", "/_sandbox/faults", { fault, path: "/api/", times }));
  return [
    rule("429 storm (20×)", status(429, "Too many requests.", { "retry-after": "2" }), 20),
    rule("500 (5×)", status(500, "Internal error."), 5),
    rule("503 (5×)", status(503, "An external service had an issue."), 5),
    rule("Slow answers, 5 s (5×)", { kind: "slow", ms: 5000 }, 5),
    rule("Lose the next answer after the work", { kind: "lost-answer" }, 1),
    rule("Drop the next request", { kind: "dropped" }, 1),
    button(quotaExceeded ? "Lift the quota" : "Messaging quota exceeded (403)", () =>
      send("PATCH", `/_sandbox/settings?account=${account}`, { quotaExceeded: !quotaExceeded }),
    ),
    button("Revoke the API key (401)", () => send("POST", `${control}/revoke-key`), "danger"),
    button("Clear faults", () => send("DELETE", "/_sandbox/faults"), "primary"),
  ];
}

function drawFocus(view) {
  byId("focus").hidden = view.ticket === undefined && view.customer === undefined;
  if (view.ticket !== undefined) return drawTicket(view.ticket);
  return view.customer === undefined ? [] : drawCustomer(view.customer);
}

async function refresh() {
  const query = id === undefined ? "" : `?${kind}=${encodeURIComponent(id)}`;
  const view = await send("GET", `${control}/view${query}`);
  const faults = await send("GET", "/_sandbox/faults");
  showProblem(undefined);
  const { ticket, customer, outbox, outboxSize, tickets, ticketCount, customers, customerCount } = view;
  draw("accounts", view.accounts, (names) => names.map((name) => make("a", { href: `/${name}/app` }, name)));
  draw("outbox", { outbox, outboxSize }, drawOutbox);
  draw("focus", { ticket, customer }, drawFocus);
  draw("tickets", { tickets, ticketCount }, drawTickets);
  draw("customers", { customers, customerCount }, drawCustomers);
  draw("gauge", { buckets: view.buckets, requestCount: view.requestCount }, drawGauge);
  draw("requests", { requests: view.requests }, drawRequests);
  draw("fault-buttons", { quotaExceeded: view.quotaExceeded }, drawFaultButtons);
  draw("faults", faults, (rules) => rules.map((rule) => make("li", {}, JSON.stringify(rule))));
}

async function follow() {
  try {
    await refresh();
  } catch (error) {
    showProblem(error);
  }
  setTimeout(follow, 1500);
}

await follow();
