// A phone: one chat, seen by one person.

import { act } from "./api.js";
import { bubble, ticks } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, dayName, h, icon, iconButton, rebuild } from "./dom.js";
import { canEdit, chatMenu, messageMenu } from "./phone-menus.js";

const MESSENGERS = { telegram: "تلگرام", bale: "بله" };
const RANKS = { creator: "مالک گروه", administrator: "مدیر گروه", member: "عضو گروه", left: "بیرون از گروه", kicked: "بیرون از گروه" };
const TYPING_LASTS = 5000;
const SPINNER_LASTS = 15000;

export class Phone {
  /** `desk` holds people, chats and messages, and is told what is read. */
  constructor(desk, key) {
    this.desk = desk;
    this.key = key;
    this.waiting = new Map();
    this.speaker = this.chat.members.find(({ status }) => status !== "left")?.person ?? this.chat.members[0].person;
    this.owner = h("header", { class: "owner" });
    this.wall = h("div", { class: "wall", role: "log", "aria-live": "polite", "aria-label": "پیام‌ها", tabindex: "0" });
    this.title = h("strong", {});
    this.status = h("small", { class: "status" });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true });
    this.toast = h("p", { class: "toast", role: "status", hidden: true });
    this.down = iconButton("down", "پایین گفت‌وگو", () => this.toEnd(), { class: "icon-button to-end", hidden: true });
    this.composer = new Composer(this);
    this.element = h("section", { class: `phone ${this.chat.messenger}`, "aria-label": this.label }, this.owner, this.screen());
    this.wall.addEventListener("scroll", () => this.scrolled());
    this.wall.addEventListener("load", () => this.settled(), true);
    new ResizeObserver(() => this.settled()).observe(this.wall);
    this.acceptDrops();
    this.showAll();
  }

  get chat() {
    return this.desk.chats.get(this.key);
  }

  get isGroup() {
    return this.chat.type !== "private";
  }

  get messages() {
    return this.desk.messages.get(this.key);
  }

  get isEmpty() {
    return this.messages.size === 0;
  }

  get member() {
    return this.chat.members.find(({ person }) => person === this.speaker) ?? { status: "left", commands: [] };
  }

  get bot() {
    return this.desk.bots[this.chat.messenger];
  }

  get label() {
    const { title, messenger } = this.chat;
    return `${this.isGroup ? "گروه" : "گوشی"} ${title}، ${MESSENGERS[messenger]}`;
  }

  // Parts

  showOwner() {
    const { name, role } = this.desk.people[this.speaker];
    const rank = this.isGroup ? ` · ${RANKS[this.member.status]}` : "";
    rebuild(this.owner, [this.speaker, rank], () => {
      const who = this.isGroup ? this.speakers() : h("strong", {}, name);
      const small = h("small", {}, `${role}${rank} · ${MESSENGERS[this.chat.messenger]}`);
      return [avatar(name), h("span", { class: "owner-name" }, who, small)];
    });
  }

  speakers() {
    const options = this.chat.members.map(({ person }) =>
      h("option", { value: person, selected: person === this.speaker }, this.desk.people[person].name),
    );
    const onchange = ({ currentTarget }) => {
      this.speaker = currentTarget.value;
      this.showAll();
      this.owner.querySelector("select").focus();
    };
    return h("select", { class: "speaker", "aria-label": "در این گروه چه کسی می‌نویسد", onchange }, options);
  }

  screen() {
    const name = h("span", { class: "head-name" }, this.title, this.status);
    const face = this.isGroup ? avatar(this.chat.title) : h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("star"));
    const more = iconButton("more", "کارهای این گفت‌وگو", ({ currentTarget }) => chatMenu(this, currentTarget));
    return h(
      "div",
      { class: "screen" },
      h("header", { class: "head" }, face, name, more),
      this.pinned,
      h("div", { class: "wall-frame" }, this.wall, this.down, this.toast),
      this.composer.element,
    );
  }

  // What is shown

  showAll() {
    this.wall.replaceChildren();
    if (this.isEmpty) this.wall.append(this.welcome());
    for (const message of this.messages.values()) this.append(message);
    this.showChat();
    this.toEnd();
  }

  welcome() {
    const description = this.bot.description || "برای آغاز گفت‌وگو با ربات، «شروع» را بزنید.";
    const words = this.isGroup ? "هنوز پیامی در این گروه نیست." : description;
    return h("div", { class: "welcome" }, h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("star")), h("p", { dir: "auto" }, words));
  }

  showChat() {
    this.title.textContent = this.isGroup ? this.chat.title : this.bot.name;
    this.showOwner();
    this.showStatus();
    this.showPinned();
    this.composer.update();
  }

  showStatus() {
    const offline = !this.bot.connected;
    const people = this.chat.members.filter(({ status }) => !["left", "kicked"].includes(status)).length;
    const usual = this.isGroup ? `${new Intl.NumberFormat("fa-IR").format(people)} نفر و ربات` : "ربات";
    this.status.textContent = this.typing ? "در حال نوشتن…" : offline ? "ربات وصل نیست" : usual;
    this.status.classList.toggle("offline", offline && !this.typing);
  }

  showPinned() {
    const message = this.messages.get(this.chat.pinned);
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(icon("pin"), h("span", { dir: "auto" }, message.text || "پیام سنجاق‌شده"));
    this.pinned.onclick = () => this.scrollTo(message.id);
  }

  append(message) {
    const day = dayName(message.date);
    if (day !== this.wall.lastElementChild?.dataset.day) this.wall.append(h("p", { class: "day" }, day));
    const element = bubble(message, this);
    element.dataset.day = day;
    this.wall.append(element);
  }

  find(id) {
    return this.wall.querySelector(`[data-id="${id}"]`);
  }

  // What happened

  added(message) {
    const follow = this.atEnd || message.from === this.speaker;
    this.wall.querySelector(".welcome")?.remove();
    if (message.from === "bot") this.stopTyping();
    this.append(message);
    if (follow) this.toEnd();
    else this.down.hidden = false;
  }

  edited(message) {
    const follow = this.atEnd;
    const element = bubble(message, this);
    const old = this.find(message.id);
    if (!old) return;
    element.dataset.day = old.dataset.day;
    element.classList.add("still");
    old.replaceWith(element);
    if (follow) this.toEnd();
  }

  taken(message) {
    this.find(message.id)?.querySelector(".ticks")?.replaceWith(ticks(message));
  }

  deleted(message) {
    this.find(message.id)?.remove();
  }

  startTyping() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.stopTyping(), TYPING_LASTS);
    this.showStatus();
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.typing = null;
    this.showStatus();
  }

  answered({ press, person, text, alert }) {
    this.waiting.get(press)?.classList.remove("pressed");
    this.waiting.set(press, null);
    if (!text || person !== this.speaker) return;
    if (alert) this.alert(text);
    else this.say(text);
  }

  say(text) {
    clearTimeout(this.toastTimer);
    this.toast.textContent = text;
    this.toast.hidden = false;
    this.toastTimer = setTimeout(() => (this.toast.hidden = true), 4000);
  }

  alert(text) {
    const close = () => dialog.remove();
    const button = h("button", { type: "button", class: "primary", onclick: close }, "باشد");
    const dialog = h("dialog", { class: "alert", role: "alertdialog", "aria-label": text }, h("p", { dir: "auto" }, text), button);
    dialog.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    this.element.querySelector(".screen").append(dialog);
    dialog.show();
    button.focus();
  }

  // Where we look

  get atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.wall;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  /** Has just been put on the desk: only now things have a size. */
  laid() {
    this.composer.fit();
    this.toEnd();
  }

  toEnd() {
    this.follows = true;
    this.wall.scrollTop = this.wall.scrollHeight;
    this.down.hidden = true;
    this.desk.seen(this);
  }

  scrolled() {
    this.follows = this.atEnd;
    if (this.atEnd) this.down.hidden = true;
  }

  /** Something has changed its size: who was at the end stays there. */
  settled() {
    if (this.follows) this.toEnd();
  }

  scrollTo(id) {
    const element = this.find(id);
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.animate([{ opacity: 0.4 }, { opacity: 1 }], 700);
  }

  // What a person does

  act(what, given) {
    return act(this.speaker, what, { chat: this.key, ...given });
  }

  send(given) {
    return this.act("send", given);
  }

  async press(message, at, key) {
    key.classList.add("pressed");
    setTimeout(() => key.classList.remove("pressed"), SPINNER_LASTS);
    const answer = await this.act("press", { message_id: message.id, button: at });
    if (!answer || this.waiting.has(answer.press)) key.classList.remove("pressed");
    else this.waiting.set(answer.press, key);
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.say("رونوشت برداشته شد");
  }

  editLast() {
    const last = [...this.messages.values()].reverse().find((message) => canEdit(this, message));
    if (last) this.composer.aim("edit", last);
  }

  messageMenu(message, at) {
    messageMenu(this, message, at);
  }

  acceptDrops() {
    const { element } = this;
    element.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      element.classList.add("dropping");
    });
    element.addEventListener("dragleave", (event) => {
      if (!element.contains(event.relatedTarget)) element.classList.remove("dropping");
    });
    element.addEventListener("drop", (event) => {
      element.classList.remove("dropping");
      this.composer.sendFiles([...event.dataTransfer.files], event);
    });
  }
}
