// What can be done with a message, with a chat, in a group.

import { ask, showMenu } from "./menu.js";

const EDITABLE = new Set([undefined, "photo", "document", "video", "audio", "voice"]);
const GONE = ["left", "kicked"];

export function canEdit(phone, message) {
  return message.from === phone.speaker && !message.forward && EDITABLE.has(message.media?.kind);
}

export function messageMenu(phone, message, at) {
  const items = [["reply", "پاسخ", () => phone.composer.aim("reply", message)]];
  if (canEdit(phone, message)) items.push(["edit", "ویرایش", () => phone.composer.aim("edit", message)]);
  if (message.text) items.push(["copy", "رونوشت", () => phone.copy(message.text)]);
  items.push(["forward", "بازارسال…", () => forwardMenu(phone, message, at)]);
  showMenu(at, "کارهای این پیام", items);
}

function forwardMenu(phone, message, at) {
  const isMine = ({ messenger, members }) =>
    messenger === phone.chat.messenger &&
    members.some(({ person, status }) => person === phone.speaker && !GONE.includes(status));
  const items = [...phone.desk.chats.values()]
    .filter(isMine)
    .map(({ key, title, type }) => [
      "forward",
      type === "private" ? "گفت‌وگو با ربات" : title,
      () => phone.act("forward", { message_id: message.id, to: key }),
    ]);
  showMenu(at, "بازارسال به", items);
}

export function chatMenu(phone, button) {
  showMenu(button, "کارهای این گفت‌وگو", phone.isGroup ? groupActs(phone) : privateActs(phone));
}

function privateActs(phone) {
  const { blocked } = phone.chat;
  return [
    ["link", "ورود با پیوند دعوت…", () => enterByLink(phone)],
    ["block", blocked ? "رفع مسدودی ربات" : "مسدود کردن ربات", () => phone.act("block", { blocked: !blocked })],
  ];
}

async function enterByLink(phone) {
  const given = await ask("نشانی یا رمز دعوت را بنویسید", "https://t.me/…?start=abc", "ورود");
  if (given) await phone.send({ text: `/start ${given.split("start=").pop()}` });
}

function groupActs(phone) {
  const { name } = phone.desk.people[phone.speaker];
  const become = (status) => () => phone.act("status", { status });
  const { status } = phone.member;
  if (GONE.includes(status)) return [["person", `${name} به گروه بپیوندد`, become("member")]];
  const rank =
    status === "member"
      ? ["star", `${name} مدیر شود`, become("administrator")]
      : ["star", `${name} دیگر مدیر نباشد`, become("member")];
  return [rank, ["leave", `${name} گروه را ترک کند`, become("left")]];
}
