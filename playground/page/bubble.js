// One message as an element.

import { fileAddress } from "./api.js";
import { avatar, clockTime, dayName, h, icon, iconButton, size } from "./dom.js";
import { formatted } from "./text.js";
import { player } from "./voice.js";

/** `phone` knows who looks at the message and what can be done with it. */
export function bubble(message, phone) {
  if (message.service) return h("p", { class: "service", "data-id": message.id }, message.service);
  const mine = message.from === phone.speaker;
  const kind = message.media?.kind;
  const bare = kind === "sticker" && !message.text;
  const element = h(
    "article",
    { class: `message ${mine ? "mine" : "theirs"} ${bare ? "bare" : ""}`, "data-id": message.id },
    h("div", { class: "bubble" }, head(message, phone, mine), media(message), body(message, phone, mine)),
    message.keyboard.length ? inlineKeyboard(message, phone) : null,
    iconButton("more", "کارهای این پیام", ({ currentTarget }) => phone.messageMenu(message, currentTarget), {
      class: "icon-button message-more",
    }),
  );
  onLongPress(element, (at) => phone.messageMenu(message, at));
  return element;
}

const LONG_PRESS = 500;

/** The right button of a mouse, or a finger that stays. */
function onLongPress(element, open) {
  let finger;
  const lift = () => clearTimeout(finger);
  element.addEventListener("contextmenu", (event) => {
    lift();
    if (getSelection().toString() || event.target.closest("a")) return;
    event.preventDefault();
    open({ x: event.clientX, y: event.clientY });
  });
  element.addEventListener("touchstart", ({ touches: [{ clientX, clientY }] }) => {
    lift();
    finger = setTimeout(() => open({ x: clientX, y: clientY }), LONG_PRESS);
  }, { passive: true });
  for (const end of ["touchmove", "touchend", "touchcancel"]) element.addEventListener(end, lift, { passive: true });
}

function head(message, phone, mine) {
  const parts = [];
  if (phone.isGroup && !mine) parts.push(h("p", { class: "sender" }, message.name));
  if (message.thread) parts.push(h("p", { class: "forwarded" }, `# ${message.thread}`));
  if (message.forward) parts.push(h("p", { class: "forwarded" }, `بازارسال از ${message.forward}`));
  if (message.reply) {
    const { id, name, text } = message.reply;
    const quote = h("button", { type: "button", class: "reply-quote", onclick: () => phone.scrollTo(id) });
    quote.append(h("strong", {}, name), h("span", { dir: "auto" }, text));
    parts.push(quote);
  }
  return parts;
}

/** Words, with the time on their last line where there is room. */
function body(message, phone, mine) {
  const meta = h(
    "span",
    { class: "meta", dir: "rtl" },
    message.edited && h("span", { class: "edited" }, "ویرایش شد"),
    h("time", { title: dayName(message.date) }, clockTime(message.date)),
    mine && ticks(message),
  );
  const words = formatted(message.text, message.entities, (command) => phone.send({ text: command }));
  return h("div", { class: message.text ? "words" : "words empty", dir: message.text ? "auto" : "rtl" }, words, meta);
}

/** One tick: sent. Two: the bot has taken it. */
export function ticks({ taken }) {
  const title = taken ? "ربات این پیام را گرفته است" : "ربات هنوز این پیام را نگرفته است";
  return h("span", { class: taken ? "ticks taken" : "ticks", title }, icon(taken ? "ticks" : "tick"));
}

function media({ media }) {
  if (!media) return null;
  const address = media.file && fileAddress(media.file);
  switch (media.kind) {
    case "photo":
      return h("a", { class: "photo", href: address, target: "_blank" }, h("img", { src: address, alt: "عکس", loading: "lazy" }));
    case "video":
    case "animation":
      return h("video", { class: "video", src: address, controls: true, preload: "metadata" });
    case "voice":
    case "audio":
      return player(address, media.duration ?? 0, media.kind === "audio" ? media.name : "پیام صوتی");
    case "sticker":
      return h("p", { class: "sticker", "aria-label": "برچسب" }, media.emoji ?? "🙂");
    case "location":
      return place(media);
    case "contact":
      return contact(media);
    default:
      return document_(media, address);
  }
}

function document_(media, address) {
  const ending = media.name.includes(".") ? media.name.split(".").pop().slice(0, 4) : "";
  return h(
    "a",
    { class: "document", href: address, download: media.name },
    h("span", { class: "document-icon" }, ending ? h("b", { dir: "ltr" }, ending) : icon("file")),
    h("span", { class: "document-name" }, h("bdi", {}, media.name), h("small", {}, size(media.size))),
  );
}

function place({ latitude, longitude }) {
  const where = [latitude, longitude].map((degrees) => Number(degrees).toFixed(4)).join(", ");
  return h("p", { class: "place" }, icon("place"), h("span", {}, "مکان", h("small", { dir: "ltr" }, where)));
}

function contact(media) {
  const name = [media.first_name, media.last_name].filter(Boolean).join(" ");
  return h(
    "p",
    { class: "contact" },
    avatar(name),
    h("span", {}, name, h("small", { dir: "ltr" }, media.phone_number)),
  );
}

function inlineKeyboard(message, phone) {
  const rows = message.keyboard.map((row, rowIndex) =>
    h("div", { class: "keyboard-row" }, row.map((button, column) => inlineButton(message, phone, button, [rowIndex, column]))),
  );
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "دکمه‌های این پیام" }, rows);
}

function inlineButton(message, phone, button, at) {
  const label = h("span", { class: "label", dir: "auto" }, button.text);
  if (button.url) {
    const safe = /^(https?|tg):/i.test(button.url) ? button.url : undefined;
    return h("a", { class: "key", href: safe, target: "_blank", rel: "noopener noreferrer" }, label, icon("link"));
  }
  if (button.copy) {
    return h("button", { type: "button", class: "key", onclick: () => phone.copy(button.copy) }, label, icon("copy"));
  }
  return h("button", { type: "button", class: "key", onclick: ({ currentTarget }) => phone.press(message, at, currentTarget) }, label);
}

