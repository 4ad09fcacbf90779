// Words with entities as nodes. Offsets are UTF-16 code units, as are those of JavaScript's strings.

import { h } from "./dom.js";

const ELEMENTS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const SAFE = /^(https?|mailto|tel|tg):/i;

/** `onCommand` is called with a command that was clicked. */
export function formatted(text, entities, onCommand) {
  const root = document.createDocumentFragment();
  fill(root, text, 0, text.length, entities, onCommand);
  return root;
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function fill(parent, text, start, end, entities, onCommand) {
  let at = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) continue;
    const isBlock = BLOCKS.has(entity.type);
    const before = text.slice(at, entity.offset);
    parent.append(isBlock ? before.replace(/\n$/, "") : before);
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop);
    const element = made(entity, text.slice(entity.offset, stop), onCommand);
    fill(element, text, entity.offset, stop, inner, onCommand);
    parent.append(element);
    at = isBlock && text[stop] === "\n" ? stop + 1 : stop;
  }
  parent.append(text.slice(at, end));
}

function made(entity, words, onCommand) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^https?:/i.test(words) ? words : `https://${words}`);
    case "email":
      return link(`mailto:${words}`);
    case "bot_command":
      return h("button", { type: "button", class: "command", dir: "ltr", onclick: () => onCommand(words) });
    case "mention":
      return h("span", { class: "mention", dir: "ltr" });
    case "hashtag":
      return h("bdi", { class: "mention" });
    case "spoiler":
      return spoiler();
    case "expandable_blockquote":
      return expandable(entity.title);
    default:
      return h(ELEMENTS[entity.type] ?? "span");
  }
}

function link(address) {
  return h("a", { href: SAFE.test(address) ? address : undefined, target: "_blank", rel: "noopener noreferrer" });
}

function spoiler() {
  const show = ({ currentTarget }) => currentTarget.classList.add("shown");
  const onkeydown = (event) => event.key === "Enter" && show(event);
  return h("span", { class: "spoiler", role: "button", tabindex: "0", title: "برای دیدن بزنید", onclick: show, onkeydown });
}

function expandable(title) {
  const toggle = ({ currentTarget }) => currentTarget.classList.toggle("open");
  const quote = h("blockquote", { class: "expandable", tabindex: "0", onclick: toggle });
  if (title) quote.append(h("strong", { class: "quote-title" }, title));
  return quote;
}
