// Where a person writes: the input with its buttons, and the keyboard the bot has put under it.

import { upload } from "./api.js";
import { h, icon, iconButton, rebuild } from "./dom.js";
import { showMenu } from "./menu.js";

const TEHRAN = { latitude: 35.6892, longitude: 51.389 };
const touch = matchMedia("(pointer: coarse)");

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.about = null;
    this.keyboardHidden = false;
    this.input = h("textarea", { rows: "1", dir: "auto", "aria-label": "پیام", placeholder: "پیام…", enterkeyhint: "send" });
    this.strip = h("div", { class: "strip", hidden: true });
    this.commands = iconButton("commands", "فرمان‌ها", () => this.showCommands());
    this.toggle = iconButton("keyboard", "صفحه‌کلید ربات", () => this.toggleKeyboard());
    this.sendButton = iconButton("send", "فرستادن", () => this.submit(), { class: "icon-button send" });
    this.voiceButton = iconButton("voice", "فرستادن صدای نمونه", () => phone.send({ voice: true }));
    this.file = h("input", { type: "file", hidden: true, tabindex: "-1" });
    this.line = h(
      "div",
      { class: "input-line" },
      this.commands,
      iconButton("attach", "پیوست", ({ currentTarget }) => this.showAttachments(currentTarget)),
      this.input,
      this.toggle,
      this.voiceButton,
      this.sendButton,
    );
    this.instead = h("button", { type: "button", class: "instead", hidden: true });
    this.keyboard = h("div", { class: "reply-keyboard", role: "group", "aria-label": "صفحه‌کلید ربات" });
    this.element = h("footer", { class: "composer" }, this.strip, this.line, this.instead, this.keyboard, this.file);
    this.listen();
    this.fit();
  }

  listen() {
    this.input.addEventListener("input", () => this.fit());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => this.sendFiles([...event.clipboardData.files], event));
    this.file.addEventListener("change", () => {
      this.sendFiles([...this.file.files]);
      this.file.value = "";
    });
  }

  /** As high as its text, once it is on the page. */
  fit() {
    const { input } = this;
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
    const words = input.value.trim() !== "";
    this.sendButton.hidden = !words;
    this.voiceButton.hidden = words;
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.about) {
      this.cancel();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      this.phone.editLast();
    }
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { phone, about } = this;
    this.input.value = "";
    this.cancel();
    if (about?.kind === "edit") await phone.act("edit", { message_id: about.message.id, text });
    else await phone.send({ text, reply_to: about?.message.id });
  }

  /** Next message replies to this one, or replaces it. */
  aim(kind, message) {
    this.about = { kind, message };
    const close = iconButton("close", "انصراف", () => this.cancel());
    const title = kind === "edit" ? "ویرایش پیام" : `پاسخ به ${message.name}`;
    const words = h("span", { class: "strip-words" }, h("strong", {}, title), h("span", { dir: "auto" }, message.text));
    this.strip.replaceChildren(icon(kind), words, close);
    this.strip.hidden = false;
    if (kind === "edit") this.input.value = message.text;
    this.fit();
    this.input.focus();
  }

  cancel() {
    if (this.about?.kind === "edit") this.input.value = "";
    this.about = null;
    this.strip.hidden = true;
    this.fit();
  }

  async sendFiles(files, event) {
    if (!files.length) return;
    event?.preventDefault();
    const caption = this.input.value.trim();
    this.input.value = "";
    this.fit();
    const { kind, about } = this;
    this.kind = null;
    const answered = about?.kind === "reply" ? about.message.id : undefined;
    if (answered) this.cancel();
    for (const [index, file] of files.entries()) {
      await upload(this.phone.speaker, this.phone.key, file, kind ?? "document", index ? "" : caption, answered);
    }
  }

  choose(kind, accept) {
    this.kind = kind;
    this.file.accept = accept;
    this.file.click();
  }

  showAttachments(button) {
    const { phone } = this;
    showMenu(button, "پیوست", [
      ["file", "پرونده…", () => this.choose("document", ""), "متن کادر، توضیح آن می‌شود"],
      ["photo", "عکس…", () => this.choose("photo", "image/*")],
      ["voice", "صدا…", () => this.choose("voice", "audio/*")],
      ["photo", "عکس نمونه", () => phone.send({ photo: true })],
      ["place", "مکان من", () => phone.send({ location: TEHRAN })],
      ["person", "شمارهٔ من", () => phone.send({ contact: true })],
      ["smile", "برچسب", () => phone.send({ sticker: "🌹" })],
    ]);
  }

  showCommands() {
    const items = this.phone.member.commands.map(({ command, description }) => [
      "commands",
      description,
      () => this.phone.send({ text: `/${command}` }),
      `/${command}`,
    ]);
    showMenu(this.commands, "فرمان‌ها", items);
  }

  toggleKeyboard() {
    this.keyboardHidden = !this.keyboardHidden;
    this.update();
  }

  /** Shows what the chat allows now. */
  update() {
    const { chat, member, isEmpty } = this.phone;
    const rows = chat.keyboard?.rows ?? [];
    this.commands.hidden = !member.commands.length;
    this.toggle.hidden = !rows.length;
    this.toggle.setAttribute("aria-pressed", String(!this.keyboardHidden));
    this.input.placeholder = chat.keyboard?.placeholder || "پیام…";
    this.showInstead(this.instruction(chat, member, isEmpty));
    this.keyboard.hidden = !rows.length || this.keyboardHidden || !this.instead.hidden;
    rebuild(this.keyboard, rows, () => rows.map((row) => h("div", { class: "keyboard-row" }, row.map((key) => this.key_(key)))));
  }

  key_(button) {
    const { phone } = this;
    const given = button.contact ? { contact: true } : button.location ? { location: TEHRAN } : { text: button.text };
    const mark = button.contact ? icon("person") : button.location ? icon("place") : null;
    const onclick = async () => {
      await phone.send(given);
      if (!touch.matches) this.input.focus();
    };
    return h("button", { type: "button", class: "key", onclick }, mark, h("span", { class: "label", dir: "auto" }, button.text));
  }

  instruction(chat, member, isEmpty) {
    const { phone } = this;
    if (chat.moved) return ["این گروه به ابرگروه تبدیل شده است", () => {}];
    if (chat.blocked) return ["رفع مسدودی ربات", () => phone.act("block", { blocked: false })];
    if (["left", "kicked"].includes(member.status)) return ["پیوستن به گروه", () => phone.act("status", { status: "member" })];
    if (chat.type === "private" && isEmpty) return ["شروع", () => phone.send({ text: "/start" })];
    return null;
  }

  showInstead(instruction) {
    this.instead.hidden = !instruction;
    this.line.hidden = Boolean(instruction);
    if (!instruction) return;
    [this.instead.textContent, this.instead.onclick] = instruction;
  }
}
