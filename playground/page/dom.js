// Small tools for building the page. Text always becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** Element with properties and children: h("button", { class: "send", onclick }, "متن") */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  attach: "m20 11-8.6 8.6a5.2 5.2 0 0 1-7.4-7.4l9-9a3.5 3.5 0 0 1 5 5l-9 9a1.8 1.8 0 0 1-2.5-2.5l8-8",
  voice: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  commands: "M4 7h16M4 12h16M4 17h10",
  keyboard: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 5 4 11l6 6M4 11h9a7 7 0 0 1 7 7v1",
  forward: "m14 5 6 6-6 6M20 11h-9a7 7 0 0 0-7 7v1",
  edit: "M4 20h4L20 8l-4-4L4 16zM13 7l4 4",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  photo: "M4 5h16v14H4zM4 16l5-5 5 5M13 14l3-3 4 4M9 9h.01",
  place: "M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.800 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500a7.500 7.500 0 0 1 15 0",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700L12 17",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.600 5.600l12.800 12.800",
  leave: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500a4.500 4.500 0 0 0 7 0M9 9.500h.01M15 9.500h.01",
  star: "m12 4 2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8z",
  down: "M12 5v13M6.500 12.500 12 18l5.500-5.500",
  play: "M8 5.500v13l10.500-6.500z",
  pause: "M8.500 6v12M15.500 6v12",
  tick: "m5 12.500 4.500 4.500L19 7.500",
  ticks: "m2 12.500 4.500 4.500L15 8.500M11 16.500l.5.5L21 7.500",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

const COLOURS = 7;

/** A circle with the first letter of a name; the same name always has the same colour. */
export function avatar(name, kind = "") {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return h("span", { class: `avatar colour-${sum % COLOURS} ${kind}`, "aria-hidden": "true" }, [...name][0] ?? "؟");
}

/** Calls `build` only when `state` is not what it was: what has the focus keeps it. */
export function rebuild(element, state, build) {
  const key = JSON.stringify(state);
  if (element.dataset.state === key) return;
  element.dataset.state = key;
  element.replaceChildren(...build());
}

const number = new Intl.NumberFormat("fa-IR");
export const digits = (value) => number.format(value);

const TEHRAN = { timeZone: "Asia/Tehran" };
const time = new Intl.DateTimeFormat("fa-IR", { ...TEHRAN, hour: "2-digit", minute: "2-digit", hour12: false });
const dayFormat = { ...TEHRAN, weekday: "long", day: "numeric", month: "long" };
const day = new Intl.DateTimeFormat("fa-IR-u-ca-persian", dayFormat);
const date = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { ...dayFormat, year: "numeric" });
const parts = (format, seconds) =>
  Object.fromEntries(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));

export const clockTime = (seconds) => time.format(seconds * 1000);

/** «دوشنبه ۲ آذر» */
export function dayName(seconds) {
  const { weekday, day: number, month } = parts(day, seconds);
  return `${weekday} ${number} ${month}`;
}

/** «دوشنبه ۲ آذر ۱۴۰۵» */
export function fullDate(seconds) {
  return `${dayName(seconds)} ${parts(date, seconds).year}`;
}

export function size(bytes) {
  if (bytes < 1024) return `${digits(bytes)} بایت`;
  if (bytes < 1024 * 1024) return `${digits(Math.round(bytes / 102.4) / 10)} کیلوبایت`;
  return `${digits(Math.round(bytes / 104857.6) / 10)} مگابایت`;
}
