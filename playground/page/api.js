// What the page asks of the server. A refusal is shown, not thrown.

let tellRefusal = () => {};

export function onRefusal(tell) {
  tellRefusal = tell;
}

async function post(path, body) {
  const isForm = body instanceof FormData;
  const request = { method: "POST", body: isForm ? body : JSON.stringify(body) };
  if (!isForm) request.headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch(path, request);
    const answer = await response.json();
    if (response.ok) return answer;
    tellRefusal(answer.error ?? "این کار انجام نشد.");
  } catch {
    tellRefusal("میز تمرین پاسخ نمی‌دهد. آیا برنامه هنوز روشن است؟");
  }
  return null;
}

export const act = (person, what, given) => post(`/api/people/${encodeURIComponent(person)}/${what}`, given);

export const moveClock = (seconds) => post("/api/clock", { seconds });

export function upload(person, chat, file, kind, caption, replyTo) {
  const form = new FormData();
  form.append("chat", chat);
  form.append("kind", kind);
  form.append("caption", caption);
  if (replyTo) form.append("reply_to", replyTo);
  form.append("file", file, file.name);
  return act(person, "upload", form);
}

export const fileAddress = (id) => `/api/files/${encodeURIComponent(id)}`;

/** Calls `onChange` with every change; the first one, and the first after a break, is the whole state. */
export function listen(onChange, onBreak) {
  const events = new EventSource("/api/events");
  events.addEventListener("message", ({ data }) => onChange(JSON.parse(data)));
  events.addEventListener("error", onBreak);
}
