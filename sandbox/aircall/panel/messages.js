// Messages in the panel: conversations as bubbles, written from both sides. Uses what panel.js makes.

/** Files that go with the next message. */
let waitingFiles = [];
/** The key of the conversation shown; null shows none. */
let openThread = null;
let shownState = { messages: [], companies: [], messageConfigurations: {} };

const readList = (text) =>
  text
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** Reads a chosen file as base64. */
function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const base64 = String(reader.result).split(",")[1] ?? "";
      resolve({ name: file.name, type: file.type || "application/octet-stream", base64 });
    });
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

/** What the control is asked for, from the customer's side or the agent's. */
function readMessage(fromCustomer, media) {
  const kind = at("text-kind").value;
  const party = at("text-party").value.trim();
  const common = { line: number("text-line"), body: at("text-body").value, media };
  const user = fromCustomer ? {} : { user: number("text-user") };
  if (kind === "group") {
    const participants = [...new Set([party, ...readList(at("text-group").value)])].filter((one) => one !== "");
    return ["group/", { ...common, ...user, participants, ...(fromCustomer ? { from: party } : {}) }];
  }
  return ["", { ...common, ...user, channel: kind, [fromCustomer ? "from" : "to"]: party }];
}

async function write(fromCustomer) {
  const chosen = await Promise.all([...at("text-files").files].map((file) => readFile(file)));
  const [prefix, body] = readMessage(fromCustomer, [...waitingFiles, ...chosen]);
  const answer = await send("POST", `messages/${prefix}${fromCustomer ? "receive" : "send"}`, body);
  if (answer.error === undefined) {
    waitingFiles = [];
    at("text-body").value = "";
    at("text-files").value = "";
    openThread = keyOf(answer.message);
    drawWaiting();
  }
  // What was refused stays told, beside the buttons, until the next press.
  at("text-problem").textContent = answer.error ?? "";
  await refresh();
}

const keyOf = (message) => `${message.lineId} ${message.group?.conversationId ?? message.digits}`;

/** One conversation per line and other party, or per group; the newest first. */
function listThreads(messages) {
  const threads = new Map();
  for (const message of messages) {
    const key = keyOf(message);
    const before = threads.get(key);
    threads.delete(key);
    const party = message.group ? message.group.participants.join(", ") : (message.contact ?? message.shownDigits);
    threads.set(key, { key, line: message.line, party, last: message, count: (before?.count ?? 0) + 1 });
  }
  return [...threads.values()].toReversed();
}

/** Shows a conversation and points the form at it. */
function enter({ key, last }) {
  openThread = key;
  at("text-line").value = String(last.lineId);
  const single = last.whatsapp === null ? "sms" : "whatsapp";
  at("text-kind").value = last.group ? "group" : single;
  const [first = "", ...others] = last.group?.participants ?? [last.digits];
  at("text-party").value = first;
  if (last.group) at("text-group").value = others.join(", ");
  drawMessages();
}

function drawThread(thread) {
  const label = `${thread.party} · ${thread.line ?? ""} (${thread.count})`;
  const pressed = { "aria-pressed": String(thread.open), onclick: () => enter(thread) };
  return make("button", pressed, label);
}

function drawFile(file) {
  const broken = file.controls.status !== undefined || file.controls.redirectTo !== undefined;
  if (file.type.startsWith("image/") && file.isReal && !broken) {
    const picture = make("img", { src: file.url, alt: file.name });
    // Its height is known only now.
    picture.addEventListener("load", showLatest);
    return picture;
  }
  const link = make("a", { href: file.url, download: file.name }, file.name);
  return make(
    "p",
    {},
    link,
    make("small", {}, ` ${file.type || "no type"}${broken ? `, answers ${file.controls.status}` : ""}`),
  );
}

function drawBubble(message) {
  const outbound = message.direction === "outbound";
  const writer = outbound ? (message.user ?? "an app") : (message.contact ?? message.shownDigits);
  const fate = (label, status) => button(label, () => act("POST", `messages/${message.id}/status`, { status }));
  const bad = message.status === "failed" || message.status === "undelivered";
  const facts = [
    writer,
    new Date(message.sentAtMs).toLocaleTimeString(),
    message.whatsapp === null ? null : "WhatsApp",
    message.audience === "webhooks" ? null : "outside the inbox",
  ].filter(Boolean);
  return make(
    "article",
    { class: `bubble ${message.direction}`, title: message.id },
    message.body === "" ? null : make("p", {}, message.body),
    message.whatsapp?.templateContent ? make("p", {}, message.whatsapp.templateContent) : null,
    ...message.files.map((file) => drawFile(file)),
    make("small", {}, facts.join(" · "), " ", make("span", { class: bad ? "bad" : "good" }, message.status)),
    outbound
      ? make(
          "div",
          { class: "row" },
          fate("Delivered", "delivered"),
          fate("Mark as failed", "failed"),
          fate("Undelivered", "undelivered"),
        )
      : null,
  );
}

function drawWaiting() {
  const drop = (file) => () => {
    waitingFiles = waitingFiles.filter((one) => one !== file);
    drawWaiting();
  };
  const pills = waitingFiles.map((file) => make("span", { class: "pill" }, `${file.name} `, button("×", drop(file))));
  at("text-waiting").replaceChildren(...pills);
}

/** What is particular about the chosen line. */
function drawMode() {
  const lines = shownState.companies.flatMap((company) => company.lines);
  const line = lines.find((one) => String(one.id) === at("text-line").value);
  const proxied = line !== undefined && shownState.messageConfigurations[line.id] !== undefined;
  const silent = line?.smsEnabled === false;
  at("text-mode").textContent = [
    silent ? "Texting is switched off on this line." : null,
    proxied ? "This line is in proxy mode: neither agents nor webhooks see its messages." : null,
  ]
    .filter(Boolean)
    .join(" ");
  at("text-switch").textContent = silent ? "Switch texting on" : "Switch texting off";
  at("text-others").hidden = at("text-kind").value !== "group";
}

function showLatest() {
  at("bubbles").scrollTop = at("bubbles").scrollHeight;
}

function drawMessages() {
  const threads = listThreads(shownState.messages);
  if (openThread === null) openThread = threads[0]?.key ?? null;
  const before = at("bubbles").dataset.shown;
  redraw(
    "threads",
    threads.map((thread) => ({ ...thread, open: thread.key === openThread })),
    drawThread,
  );
  redraw(
    "bubbles",
    shownState.messages.filter((message) => keyOf(message) === openThread),
    drawBubble,
  );
  if (at("bubbles").dataset.shown !== before) showLatest();
  drawMode();
}

document.addEventListener("phone", ({ detail: { state, company } }) => {
  const own = state.messages.filter((message) => message.companyId === company?.id);
  shownState = { ...state, messages: own };
  fill(
    "text-line",
    (company?.lines ?? []).map((one) => [one.id, `${one.name} ${one.digits}`]),
  );
  fill(
    "text-user",
    (company?.users ?? []).map((one) => [one.id, one.name]),
    "(chosen by itself)",
  );
  drawMessages();
});

document.addEventListener("sample", ({ detail: file }) => {
  waitingFiles = [...waitingFiles, file];
  drawWaiting();
});
at("text-receive").addEventListener("click", () => write(true));
at("text-send").addEventListener("click", () => write(false));
at("text-kind").addEventListener("change", drawMode);
at("text-line").addEventListener("change", drawMode);
at("text-switch").addEventListener("click", () => {
  const on = at("text-switch").textContent.endsWith("on");
  return act("PATCH", `numbers/${at("text-line").value}`, { smsEnabled: on });
});
drawMode();
