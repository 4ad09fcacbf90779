// The desk: which phones lie on it, what time it is, whether the bots are there.

import { act, listen, moveClock, onRefusal } from "./api.js";
import { avatar, clockTime, digits, fullDate, h, rebuild } from "./dom.js";
import { Phone } from "./phone.js";

const PHONE_WIDTH = 350;
const MESSENGERS = { telegram: "تلگرام", bale: "بله" };
const CHOSEN = "chosen-phones";
const narrow = matchMedia("(max-width: 760px)");
const find = (selector) => document.querySelector(selector);

class Desk {
  chats = new Map();
  messages = new Map();
  people = {};
  bots = {};
  phones = new Map();
  ahead = 0;

  constructor() {
    onRefusal((words) => this.notice(words));
    for (const button of document.querySelectorAll("[data-seconds]")) {
      button.addEventListener("click", () => moveClock(Number(button.dataset.seconds)));
    }
    narrow.addEventListener("change", () => this.layPhones());
    document.addEventListener("visibilitychange", () => this.phones.forEach((phone) => this.seen(phone)));
    setInterval(() => this.showClock(), 1000);
    listen(
      (change) => this.heard(change),
      () => this.notice("ارتباط با میز تمرین بریده است؛ دوباره تلاش می‌شود…"),
    );
  }

  // Changes

  heard(change) {
    const key = change.chat?.key;
    if (change.chat) this.know(change.chat);
    const phone = this.phones.get(key);
    switch (change.kind) {
      case "state":
        return this.begin(change);
      case "message":
        this.messages.get(key).set(change.message.id, change.message);
        phone?.added(change.message);
        break;
      case "edit":
      case "taken":
        if (!this.messages.get(key).has(change.message.id)) return undefined;
        this.messages.get(key).set(change.message.id, change.message);
        if (change.kind === "taken") return phone?.taken(change.message);
        phone?.edited(change.message);
        break;
      case "delete":
        this.messages.get(key).delete(change.message.id);
        phone?.deleted(change.message);
        break;
      case "typing":
        return phone?.startTyping();
      case "answer":
        return phone?.answered(change);
      case "clock":
        this.ahead = change.now - Date.now() / 1000;
        this.showClock();
        return this.notice(`ساعت به ${fullDate(change.now)}، ${clockTime(change.now)} رفت.`);
      case "bots":
      case "commands":
        this.bots = change.bots;
        for (const chat of change.chats ?? []) this.know(chat);
        this.phones.forEach((each) => each.showChat());
        return this.showBots();
    }
    phone?.showChat();
    return this.showBadges();
  }

  /** Keeps what is told of a chat; one never heard of gets its place among the others. */
  know(chat) {
    const isNew = !this.chats.has(chat.key);
    this.chats.set(chat.key, chat);
    if (!isNew) return;
    this.messages.set(chat.key, new Map());
    this.layPhones();
  }

  begin(state) {
    this.notice("");
    this.people = state.people;
    this.bots = state.bots;
    this.ahead = state.now - Date.now() / 1000;
    this.chats = new Map(state.chats.map((chat) => [chat.key, chat]));
    this.messages = new Map(
      Object.entries(state.messages).map(([key, list]) => [key, new Map(list.map((message) => [message.id, message]))]),
    );
    this.phones.clear();
    this.chosen = this.remembered() ?? this.usual();
    this.showClock();
    this.showBots();
    this.layPhones();
  }

  // Which phones

  remembered() {
    try {
      const keys = JSON.parse(localStorage.getItem(CHOSEN)).filter((key) => this.chats.has(key));
      return keys.length ? keys : null;
    } catch {
      return null;
    }
  }

  /** One of each kind, as many as there is room for. */
  usual() {
    const of = (messenger, isPrivate) =>
      [...this.chats.values()].filter((chat) => chat.messenger === messenger && (chat.type === "private") === isPrivate);
    const wanted = [of("telegram", true)[0], of("telegram", false)[0], of("bale", true)[1], of("telegram", true)[1]];
    const room = Math.max(1, Math.floor((innerWidth - 260) / PHONE_WIDTH));
    return wanted.filter(Boolean).slice(0, room).map(({ key }) => key);
  }

  choose(key) {
    if (narrow.matches) this.chosen = [key];
    else if (!this.chosen.includes(key)) this.chosen = [...this.chosen, key];
    else if (this.chosen.length > 1) this.chosen = this.chosen.filter((each) => each !== key);
    localStorage.setItem(CHOSEN, JSON.stringify(this.chosen));
    this.layPhones();
    this.phones.get(key)?.element.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  layPhones() {
    if (!this.chosen) return;
    const shown = narrow.matches ? this.chosen.slice(-1) : this.chosen;
    for (const key of [...this.phones.keys()]) if (!shown.includes(key)) this.phones.delete(key);
    for (const key of shown) if (!this.phones.has(key)) this.phones.set(key, new Phone(this, key));
    find(".phones").replaceChildren(...shown.map((key) => this.phones.get(key).element));
    this.showChooser(shown);
    this.phones.forEach((phone) => phone.laid());
  }

  showChooser(shown) {
    const all = this.inOrder();
    const staff = new Set(all.filter(({ type }) => type !== "private").flatMap(({ members }) => members.map(({ person }) => person)));
    const isStaff = ({ type, members }) => type !== "private" || staff.has(members[0].person);
    const groups = [
      ["ذی‌نفعان", all.filter((chat) => !isStaff(chat))],
      ["دبیرخانه", all.filter(({ type }) => type !== "private")],
    ];
    const apart = all.filter((chat) => isStaff(chat) && chat.type === "private");
    const chips = (chats) => chats.map((chat) => this.chip(chat));
    rebuild(find(".chooser"), all.map(({ key, title }) => [key, title]), () => [
      ...groups.map(([title, chats]) =>
        h("div", { class: "group", role: "group", "aria-label": title }, h("h2", {}, title), chips(chats)),
      ),
      h("details", { class: "group" }, h("summary", {}, "گفت‌وگوی کارکنان"), chips(apart)),
    ]);
    if (apart.some(({ key }) => shown.includes(key))) find(".chooser details").open = true;
    for (const chip of document.querySelectorAll(".chip")) {
      chip.setAttribute("aria-pressed", String(shown.includes(chip.dataset.chat)));
    }
    this.showBadges();
  }

  /** Somebody's two phones lie side by side. */
  inOrder() {
    const order = Object.keys(this.people);
    const rank = ({ type, members }) => (type === "private" ? order.indexOf(members[0].person) : -1);
    return [...this.chats.values()].sort((one, other) => rank(one) - rank(other));
  }

  chip(chat) {
    const isGroup = chat.type !== "private";
    const role = isGroup ? "گروه" : this.people[chat.members[0].person].role;
    return h(
      "button",
      {
        type: "button",
        class: `chip ${chat.messenger}`,
        "data-chat": chat.key,
        onclick: () => this.choose(chat.key),
      },
      avatar(chat.title),
      h("span", { class: "chip-name" }, h("strong", {}, chat.title), h("small", {}, role)),
      h("span", { class: "chip-messenger" }, MESSENGERS[chat.messenger]),
      h("span", { class: "badge", hidden: true }),
    );
  }

  // What is read

  seen(phone) {
    const last = [...phone.messages.keys()].pop();
    if (document.hidden || !last || last <= phone.chat.read) return;
    phone.chat.read = last;
    act(phone.speaker, "read", { chat: phone.key, message_id: last });
    this.showBadges();
  }

  showBadges() {
    for (const chip of document.querySelectorAll(".chip")) {
      const { read } = this.chats.get(chip.dataset.chat);
      const messages = [...this.messages.get(chip.dataset.chat).values()];
      const unread = messages.filter(({ id, from, service }) => id > read && from === "bot" && !service).length;
      const badge = chip.querySelector(".badge");
      badge.hidden = unread === 0;
      badge.textContent = digits(unread);
      badge.title = `${digits(unread)} پیام نخوانده`;
    }
  }

  // Clock, bots, words

  showClock() {
    const now = Date.now() / 1000 + this.ahead;
    find(".clock-time").textContent = clockTime(now);
    find(".clock-date").textContent = fullDate(now);
  }

  showBots() {
    find(".bots").replaceChildren(
      ...Object.entries(this.bots).map(([messenger, { connected }]) =>
        h(
          "span",
          { class: connected ? "bot-state connected" : "bot-state" },
          `${MESSENGERS[messenger]}: ${connected ? "ربات وصل است" : "ربات وصل نیست"}`,
        ),
      ),
    );
  }

  notice(words) {
    clearTimeout(this.noticeTimer);
    const notice = find(".notice");
    notice.textContent = words;
    notice.classList.toggle("shown", Boolean(words));
    if (words) this.noticeTimer = setTimeout(() => notice.classList.remove("shown"), 5000);
  }
}

new Desk();
