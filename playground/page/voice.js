// A small player for voice messages and music.

import { digits, h, icon } from "./dom.js";

let playing = null;

export function player(address, seconds, title) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = address;
  const bar = h("span", { class: "progress" });
  const time = h("small", {}, clock(seconds));
  const button = h("button", { type: "button", class: "play", "aria-label": `پخش ${title}` }, icon("play"));
  const shown = (name) => button.replaceChildren(icon(name));
  const progress = () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : seconds || 1;
    bar.style.setProperty("--played", `${Math.min(100, (audio.currentTime / length) * 100)}%`);
    time.textContent = clock(audio.currentTime || seconds);
  };
  button.addEventListener("click", () => {
    if (!audio.paused) return audio.pause();
    if (playing !== audio) playing?.pause();
    playing = audio;
    return audio.play().catch(() => (time.textContent = "پخش نشد"));
  });
  audio.addEventListener("play", () => shown("pause"));
  audio.addEventListener("pause", () => shown("play"));
  audio.addEventListener("timeupdate", progress);
  audio.addEventListener("ended", () => ((audio.currentTime = 0), progress()));
  return h("div", { class: "player" }, button, h("span", { class: "player-body" }, h("span", { dir: "auto" }, title), bar), time);
}

function clock(seconds) {
  const whole = Math.round(seconds);
  return `${digits(Math.floor(whole / 60))}:${digits(whole % 60).padStart(2, "۰")}`;
}
