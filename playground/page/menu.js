// Menus and small questions, above everything else.

import { h, icon } from "./dom.js";

let open = null;

/** Items are [icon name, label, action]; shown at a point or under an element. Arrow keys, Escape. */
export function showMenu(at, label, items) {
  closeMenu();
  const previous = document.activeElement;
  const menu = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label, popover: "auto" },
    items.map(([name, text, action, detail]) =>
      h(
        "button",
        { type: "button", role: "menuitem", onclick: () => (closeMenu(), action()) },
        icon(name),
        h("span", {}, text, detail && h("small", {}, detail)),
      ),
    ),
  );
  menu.addEventListener("keydown", moveFocus);
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    if (menu.contains(document.activeElement) || document.activeElement === document.body) previous?.focus?.();
    menu.remove();
    if (open === menu) open = null;
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, at);
  open = menu;
  menu.querySelector("button")?.focus();
}

export function closeMenu() {
  open?.hidePopover();
}

function moveFocus(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("button")];
  const index = items.indexOf(document.activeElement);
  items[(index + step + items.length) % items.length].focus();
}

function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const box = at instanceof Element ? at.getBoundingClientRect() : { left: at.x, right: at.x, top: at.y, bottom: at.y };
  const below = box.bottom + 4 + height <= innerHeight;
  const left = Math.min(Math.max(8, box.right - width), innerWidth - width - 8);
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}

/** Asks for one line of text; resolves to it, or to null. */
export function ask(question, hint, accept) {
  return new Promise((resolve) => {
    const input = h("input", { type: "text", dir: "auto", "aria-label": question, placeholder: hint, autocomplete: "off" });
    const dialog = h(
      "dialog",
      { class: "question", "aria-label": question },
      h(
        "form",
        { method: "dialog" },
        h("p", {}, question),
        input,
        h(
          "div",
          { class: "answers" },
          h("button", { value: "yes", class: "primary" }, accept),
          h("button", { value: "no", type: "button", onclick: () => dialog.close("no") }, "انصراف"),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" && input.value.trim() ? input.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
}
