// The mailbox page. Texts of messages only ever become text nodes; their HTML is a document of its own, in a sandbox.
"use strict";

const FRENCH = {
  "Messages": "Messages", "Filter": "Filtrer", "Choose a message.": "Choisissez un message.",
  "Nothing has arrived yet.": "Rien n’est encore arrivé.", "No message fits.": "Aucun message ne correspond.",
  "live": "en direct", "wlmail has ended": "wlmail est arrêté", "(no subject)": "(sans objet)", "to": "à",
  "Loading…": "Chargement…",
  "In a rehearsal, security and login are noted, not carried out.":
  "Lors d’un essai, la sécurité et la connexion sont notées, mais pas mises en œuvre.",
  "Connections without a message": "Connexions sans message",
  "Connections without a message:": "Connexions sans message\u00a0:",
  "Show older messages": "Afficher des messages plus anciens",
  "From": "De", "Reply to": "Répondre à", "To": "À", "Cc": "Cc", "Bcc": "Cci", "envelope only": "enveloppe seule",
  "Date": "Date", "Text": "Texte", "Headers": "En-têtes", "Parts": "Parties", "Delivery": "Remise",
  "Dialogue": "Dialogue", "Source": "Source", "Compare": "Comparer", "Back to the messages": "Retour aux messages",
  "The message has no text.": "Le message n’a pas de texte.", "The text is empty.": "Le texte est vide.",
  "The message has no HTML.": "Le message n’a pas de HTML.",
  "Only the beginning is shown.": "Seul le début est affiché.", "Download the message": "Télécharger le message",
  "Scripts, forms or frames left out:": "Scripts, formulaires ou cadres retirés\u00a0:",
  "Content from elsewhere, blocked:": "Contenu distant, bloqué\u00a0:",
  "Images that the message does not hold:": "Images que le message ne contient pas\u00a0:",
  "Where its links lead:": "Où mènent ses liens\u00a0:", "The HTML of the message": "Le HTML du message",
  "Place": "Place", "Type": "Type", "Charset": "Encodage", "Name": "Nom", "Size": "Taille",
  "Sender": "Expéditeur", "Recipients": "Destinataires", "Server": "Serveur", "Security": "Sécurité",
  "Login": "Connexion", "Client": "Client", "Received": "Reçu", "none": "aucune", "port": "port",
  "password": "mot de passe", "token": "jeton", "(empty)": "(vide)", "Compare with": "Comparer avec",
  "choose a message": "choisissez un message", "There is no other message.": "Il n’y a pas d’autre message.",
  "Identical bytes": "Octets identiques", "The same but for line ends, folding and encodings":
  "Identiques, aux fins de ligne, pliages et encodages près", "The same message": "Le même message",
  "The same to the reader": "Le même pour le lecteur", "Different": "Différents",
  "delivered the same": "remis de la même façon", "delivered differently": "remis autrement",
  "always an error": "toujours une erreur", "Message": "Message", "more": "de plus", "in all": "au total",
  "equal lines": "lignes identiques", "This cannot be shown:": "Impossible à afficher\u00a0:", "There is no dialogue of this message.":
  "Il n’y a pas de dialogue de ce message.", "Bcc shows": "Cci visible", "recipient missing": "destinataire manquant",
  "stands in To, but the message is not sent there": "est dans À, mais le message ne lui est pas envoyé",
  "stands in Cc, but the message is not sent there": "est dans Cc, mais le message ne lui est pas envoyé",
};
const LANGUAGE = /^fr\b/i.test(navigator.language) ? "fr" : "en";
const COLON = LANGUAGE === "fr" ? "\u00a0:" : ":";
const LOCALE = navigator.language;
const say = (text) => (LANGUAGE === "fr" && FRENCH[text]) || text;
const LEVELS = ["Identical bytes", "The same but for line ends, folding and encodings", "The same message",
  "The same to the reader"];
const CONTEXT = 3;              // equal lines that are shown beside one that differs
const ROOM = 300;               // messages that are listed, until more are asked for

let room = ROOM;
const messages = [];            // summaries; message n is at n - 1
const opened = new Set();
let about = { run: "", title: "", hint: "", rehearsal: false };

const $ = (id) => document.getElementById(id);

/** An element with attributes and children; a text among them becomes a text node. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null));
  return made;
}

/** A text on one line in which nothing hides and nothing turns the direction of writing. */
function visible(text) {
  return text.replace(/(?![\u00ad\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu,
    (c) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] || `\\u{${c.codePointAt(0).toString(16)}}`);
}

function bytes(size) {
  const [value, unit, unitDisplay] = size < 1e3 ? [size, "byte", "long"]
    : size < 1e6 ? [size / 1e3, "kilobyte", "short"] : [size / 1e6, "megabyte", "short"];
  return new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(value);
}

function moment(text, long) {
  const style = long ? { dateStyle: "full", timeStyle: "medium" } : { timeStyle: "short" };
  return new Intl.DateTimeFormat(LOCALE, style).format(new Date(text));
}

async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

// --- the list --------------------------------------------------------------------------------------------------------

function entry(message) {
  const more = message.more_recipients ? ` +${message.more_recipients}` : "";
  const to = `${say("to")} ${visible(message.recipients.join(", "))}${more}`;
  const { number } = place();
  return make("li", {}, make("a", { href: `#/${message.number}`, id: `m${message.number}`,
    class: opened.has(message.number) ? null : "new", "aria-current": message.number === number ? "true" : null },
    make("span", { class: "subject", dir: "auto" }, visible(message.subject) || say("(no subject)")),
    make("time", { datetime: message.received, title: moment(message.received, true) }, moment(message.received)),
    make("span", { class: "to" }, to),
    make("span", { class: "number" }, `${message.number} · ${bytes(message.size)}`)));
}

const wanted = () => $("filter").value.trim().toLocaleLowerCase();
const fits = (message, words) => !words || [message.subject, message.from, ...message.recipients, message.number]
  .join(" ").toLocaleLowerCase().includes(words);

function add(found) {
  const words = wanted();
  const fresh = [];
  for (const message of found) {
    if (message.number !== messages.length + 1) continue;
    messages.push(message);
    if (fits(message, words)) fresh.unshift(message);
  }
  $("messages").prepend(...fresh.slice(0, room).map(entry));
  while ($("messages").children.length > room) $("messages").lastChild.remove();
  tellCount(words);
  if (!location.hash && messages.length && !narrow()) history.replaceState(null, "", `#/${messages.length}`);
  const { number, view } = place();
  const before = messages.length - found.length;
  if (location.hash !== "#/dialogues" && (number < 1 || number > before)) show();
  else if (view === "compare") $("other") ? fillChoice() : show();
}

/** The list anew: what fits the filter, the newest first, as many as there is room for. */
function list() {
  const words = wanted();
  const shown = [];
  for (let at = messages.length - 1; at >= 0 && shown.length < room; at--)
    if (fits(messages[at], words)) shown.push(entry(messages[at]));
  $("messages").replaceChildren(...shown);
  tellCount(words);
}

function tellCount(words = wanted()) {
  const listed = $("messages").children.length;
  $("none").textContent = listed ? "" : messages.length ? say("No message fits.") : nothing();
  $("older").hidden = listed < room || (!words && listed === messages.length);
  document.title = `${messages.length ? `(${messages.length}) ` : ""}${about.title} – wlmail`;
}

const nothing = () => [say("Nothing has arrived yet."), about.hint].join(" ").trim();

function listen() {
  const events = new EventSource("/api/events");
  const state = (text, live) => { $("state").textContent = say(text); $("state").className = live ? "live" : ""; };
  events.addEventListener("about", (event) => {
    const told = JSON.parse(event.data);
    if (about.run && about.run !== told.run) location.reload();  // another run: its messages are others
    about = told;
    $("title").textContent = about.title;
    state("live", true);
    tellCount();
  });
  events.addEventListener("messages", (event) => add(JSON.parse(event.data)));
  events.addEventListener("dialogues", (event) => {
    $("troubles").hidden = event.data === "0";
    $("troubles").textContent = `${say("Connections without a message:")} ${event.data}`;
    if (location.hash === "#/dialogues") show();
  });
  events.onerror = () => state("wlmail has ended", false);
}

// --- one message -----------------------------------------------------------------------------------------------------

const VIEWS = {
  text: ["Text", (message) => (message.text === null ? note("The message has no text.")
    : message.text === "" ? note("The text is empty.")
    : [make("pre", { class: "sheet text", dir: "auto" }, message.text), cut(message.text_is_cut)])],
  html: ["HTML", viewHTML],
  headers: ["Headers", (message) => make("table", { class: "headers" }, make("tbody", {}, message.headers.map((header) =>
    make("tr", {}, make("td", {}, visible(header.name)), make("td", { dir: "auto" }, visible(header.value))))))],
  parts: ["Parts", viewParts],
  delivery: ["Delivery", viewDelivery],
  source: ["Source", async (message) => {
    const found = await ask(`/api/messages/${message.number}/source`);
    return [make("p", {}, make("a", { href: `/api/messages/${message.number}/message.eml`, download: "" },
      say("Download the message"))), make("pre", { class: "sheet" }, found.source), cut(found.is_cut)];
  }],
  compare: ["Compare", viewCompare],
};

const back = () => make("a", { class: "back", href: "#/" }, `← ${say("Back to the messages")}`);
const viewDialogue = (lines) => make("div", { class: "sheet dialogue" }, lines.map((line) =>
  make("div", { class: /^S: [45]/.test(line) ? "bad" : { C: "client", S: "server" }[line[0]] || "event" }, visible(line))));
const note = (text, kind = "") => make("p", { class: `note ${kind}` }, say(text));
const cut = (isCut) => (isCut ? note("Only the beginning is shown.") : null);
const facts = (rows) => make("dl", { class: "facts" }, rows.filter(([, values]) => values.length).map(([name, values]) =>
  [make("dt", {}, say(name)), values.map((value) => make("dd", {}, visible(value)))]));

function told(label, count, items) {
  const all = items.map((item) => make("li", {}, visible(item)));
  if (count > items.length) all.push(make("li", {}, `… ${count} ${say("in all")}`));
  return make("details", { class: "note" }, make("summary", {}, `${say(label)} ${count}`), make("ul", {}, all));
}

async function viewHTML(message) {
  if (!message.has_html) return note("The message has no HTML.");
  const path = `/api/messages/${message.number}/html`;
  const found = await ask(path);
  const notes = [
    found.remote_count ? told("Content from elsewhere, blocked:", found.remote_count, found.remote) : null,
    found.missing.length ? told("Images that the message does not hold:", found.missing.length, found.missing) : null,
    found.active ? note(`${say("Scripts, forms or frames left out:")} ${found.active}`) : null,
    found.links.length ? told("Where its links lead:", found.links.length, found.links) : null,
  ].filter(Boolean);
  return [
    notes.length ? make("div", { class: "notes" }, notes) : null,
    make("iframe", { sandbox: "", referrerpolicy: "no-referrer", title: say("The HTML of the message"),
      src: `${path}/document` }),
    cut(found.is_cut),
  ];
}

function viewParts(message) {
  const rows = message.parts.map((part) => {
    const name = visible(part.name || (part.content_id ? `cid:${part.content_id}` : ""));
    const type = make("td", {}, part.is_container ? visible(part.type)
      : make("a", { href: file(message, part), download: "" }, visible(part.type)));
    type.style.paddingLeft = `${Math.min(part.depth, 10)}rem`;
    return make("tr", {}, make("td", { class: "wide" }, part.place), type,
      make("td", { class: "wide" }, visible(part.charset)), make("td", { dir: "auto" }, name),
      make("td", { class: "size" }, part.is_container ? "" : bytes(part.size)));
  });
  const heads = ["Place", "Type", "Charset", "Name", "Size"].map((head) =>
    make("th", { class: { Place: "wide", Charset: "wide", Size: "size" }[head] || null }, say(head)));
  return [make("table", {}, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows)),
    message.parts_left_out ? note(`+${message.parts_left_out} ${say("more")}`) : null];
}

const joined = (addresses) => (addresses.length ? [addresses.join(", ")] : []);
const file = (message, part) => `/api/messages/${message.number}/parts/${encodeURIComponent(part.place)}`;

function viewDelivery(message) {
  const server = message.server;
  const login = server.login ? `${server.user} (${say(server.login)})` : server.user || say("none");
  const recipients = message.envelope.recipients.map((address) => `<${address}>`);
  const left = message.recipients.length + message.more_recipients - recipients.length;
  return [
    facts([["Sender", [`<${message.envelope.sender}>`]], ["Recipients", recipients],
      ["", left > 0 ? [`+${left} ${say("more")}`] : []],
      ["Server", server.name ? [`${server.name}, ${say("port")} ${server.port}`] : []],
      ["Security", [server.security === "none" ? say("none") : server.security]], ["Login", [login]],
      ["Client", server.helo ? [server.helo] : []], ["Received", [moment(message.received, true)]]]),
    make("h3", {}, say("Dialogue")),
    about.rehearsal ? note("In a rehearsal, security and login are noted, not carried out.") : null,
    message.dialogue.length ? viewDialogue(message.dialogue) : note("There is no dialogue of this message."),
  ];
}

// --- two messages ----------------------------------------------------------------------------------------------------

async function viewCompare(message, other) {
  if (messages.length < 2) return note("There is no other message.");
  const choice = make("select", { id: "other" });
  choice.onchange = () => { if (choice.value) location.hash = `#/${message.number}/compare/${choice.value}`; };
  const chooser = make("p", { class: "choose" }, make("label", { for: "other" }, say("Compare with")), choice);
  fillChoice(choice);
  if (!other) return chooser;
  const found = await ask(`/api/compare?left=${message.number}&right=${other}`);
  const content = found.reached.content;
  const level = content === null ? "Different" : LEVELS[content];
  const delivery = found.reached.delivery ? "delivered the same" : "delivered differently";
  const good = content !== null && found.reached.delivery;
  const reached = [content === null ? null : `L${content}`, found.reached.delivery ? "L4" : null].filter(Boolean);
  return [chooser, make("p", { class: `note ${good ? "good" : "bad"}`, id: "verdict" }, `${say(level)}, ${say(delivery)}`,
    reached.length ? make("span", { class: "level" }, reached.join(" · ")) : null),
  found.differences.map((difference) => viewDifference(difference, message.number, other))];
}

function fillChoice(choice = $("other")) {
  if (!choice) return;
  const { number, other } = place();
  const near = messages.filter((message) => message.number === other
    || (message.number !== number && Math.abs(message.number - number) <= ROOM / 2));
  choice.replaceChildren(make("option", { value: "" }, `– ${say("choose a message")} –`), ...near.map((message) =>
    make("option", { value: message.number }, `${message.number} · ${visible(message.subject).slice(0, 80)}`)));
  choice.value = other || "";
}

function viewDifference(difference, left, right) {
  const level = difference.is_error ? say("always an error") : `L${difference.level}`;
  const same = difference.rows.map(([one, two]) => one === two);
  const near = (at) => same.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).includes(false);
  const rows = [];
  for (let at = 0, far = 0; at <= same.length; at++) {
    if (at < same.length && !near(at)) { far++; continue; }
    if (far) rows.push(make("tr", {}, make("td", { class: "equal", colspan: 2 }, `… ${far} ${say("equal lines")} …`)));
    far = 0;
    if (at < same.length) rows.push(make("tr", { class: same[at] ? null : "other" },
      marked(...difference.rows[at]).map((cell) => make("td", { dir: "auto" }, cell))));
  }
  const heads = [left, right].map((number) => make("th", {}, `${say("Message")} ${number}`));
  return make("section", {}, make("h3", {}, visible(difference.where), make("span", { class: "level" }, level)),
    make("table", { class: "sides" }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows)),
    cut(difference.is_cut));
}

/** Two lines as children of their cells, the words that only one of them has marked. */
function marked(one, two) {
  if (one === two) return [[one], [two]];
  if (one === null || two === null) return [one, two].map((text) => (text === null ? [] : [make("mark", {}, text)]));
  const [left, right] = [one, two].map((line) => line.match(/[\p{L}\p{N}\p{M}]+|./gsu) || []);
  if (left.length * right.length > 250000) return [[make("mark", {}, one)], [make("mark", {}, two)]];
  const common = left.map(() => new Uint16Array(right.length + 1));  // of what begins at these two words
  common.push(new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      common[i][j] = left[i] === right[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const cells = [[], []];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    if (i < left.length && j < right.length && left[i] === right[j]) { cells[0].push(left[i++]); cells[1].push(right[j++]); }
    else if (j === right.length || (i < left.length && common[i + 1][j] >= common[i][j + 1]))
      cells[0].push(make("mark", {}, left[i++]));
    else cells[1].push(make("mark", {}, right[j++]));
  }
  return cells;
}

// --- where we are: #/3, #/3/headers, #/3/compare/5 -------------------------------------------------------------------

const narrow = () => matchMedia("(max-width: 46rem)").matches;

function place() {
  const [, number, view, other] = location.hash.match(/^#\/(\d+)(?:\/(\w+))?(?:\/(\d+))?$/) || [];
  return { number: Number(number || 0), view: Object.hasOwn(VIEWS, view || "") ? view : "", other: Number(other || 0) };
}

let showing = 0;
let current = null;             // the message that is shown, as the server told it

async function show() {
  const turn = ++showing;
  const where = place();
  const dialogues = location.hash === "#/dialogues";
  document.body.classList.toggle("reading", where.number > 0 || dialogues);
  for (const link of document.querySelectorAll("#messages [aria-current]")) link.removeAttribute("aria-current");
  const isThere = dialogues || messages[where.number - 1] !== undefined;
  const empty = document.querySelector("#message > .empty");
  if (empty && isThere) empty.textContent = say("Loading…");
  let shown;
  try {
    shown = dialogues ? await viewDialogues() : isThere ? await viewMessage(where)
      : make("p", { class: "empty" }, messages.length ? say("Choose a message.") : nothing());
  } catch (error) {
    shown = note(`${say("This cannot be shown:")} ${error.message}`, "bad");
  }
  if (turn === showing) $("message").replaceChildren(...[shown].flat(Infinity).filter(Boolean));
}

async function viewMessage({ number, view, other }) {
  opened.add(number);
  const link = $(`m${number}`);
  if (link) {
    link.classList.remove("new");
    link.setAttribute("aria-current", "true");
    link.scrollIntoView({ block: "nearest" });
  }
  if (!current || current.number !== number) {
    current = await ask(`/api/messages/${number}`);
    $("message").scrollTop = 0;
  }
  const message = current;
  const chosen = view || (message.has_html && !message.text ? "html" : "text");
  return [head(message, chosen), await VIEWS[chosen][1](message, other)];
}

async function viewDialogues() {
  const found = await ask("/api/dialogues");
  return [back(), make("h2", {}, say("Connections without a message")),
    found.dialogues.reverse().map((dialogue) => [make("h3", {}, visible(dialogue.what)), viewDialogue(dialogue.lines)])];
}

function head(message, chosen) {
  const files = message.parts.filter((part) => part.is_attachment && part.depth > 0);
  const hidden = message.envelope_only.map((address) => `${address} (${say("envelope only")})`);
  const has = { text: message.text !== null, html: message.has_html };
  const tabs = Object.entries(VIEWS).filter(([name]) => has[name] ?? true).map(([name, [label]]) => make("a",
    { href: `#/${message.number}/${name}`, "aria-current": name === chosen ? "page" : null }, say(label)));
  return [
    back(),
    make("h2", { dir: "auto" }, visible(message.subject) || say("(no subject)")),
    facts([["From", [message.from]], ["Reply to", joined(message.reply_to)], ["To", joined(message.to)],
      ["Cc", joined(message.cc)], ["Bcc", joined([...message.bcc, ...hidden])], ["Date", message.date ? [message.date] : []]]),
    ...message.warnings.map((warning) => note(`${say(warning.where)}${COLON} ${visible(warning.what)}${warning.header
      && ` ${say(`stands in ${warning.header}, but the message is not sent there`)}`}`, "bad")),
    files.length ? make("div", { class: "files" }, files.map((part) => make("a", { href: file(message, part), download: "" },
      make("span", { class: "name", dir: "auto" }, visible(part.name || (part.content_id ? `cid:${part.content_id}` : part.type))),
      make("span", { class: "quiet" }, bytes(part.size))))) : null,
    make("nav", { class: "tabs" }, tabs),
  ];
}

// --- keys: j and k or the arrows go through the list, / filters, Escape goes back -----------------------------------

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target === $("filter")) { $("filter").value = ""; list(); $("filter").blur(); }
  if (typing) return;
  const inList = $("messages").contains(event.target);
  const step = event.key === "j" || (inList && event.key === "ArrowDown") ? 1
    : event.key === "k" || (inList && event.key === "ArrowUp") ? -1 : 0;
  if (event.key === "/") $("filter").focus();
  else if (event.key === "Escape" && narrow()) location.hash = "#/";
  else if (step) {
    const links = [...document.querySelectorAll("#messages a")];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = links[at < 0 ? 0 : at + step];
    if (next) { location.hash = next.hash; next.focus(); }
  } else return;
  event.preventDefault();
});

document.documentElement.lang = LANGUAGE;
$("list").setAttribute("aria-label", say("Messages"));
$("filter").placeholder = say("Filter");
$("filter").setAttribute("aria-label", say("Filter"));
$("filter").addEventListener("input", () => { room = ROOM; list(); });
$("older").textContent = say("Show older messages");
$("older").addEventListener("click", () => { room += ROOM; list(); });
addEventListener("hashchange", show);
show();
listen();
