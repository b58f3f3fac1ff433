// The desk without a mouse: search the list, walk a script one question at a time, copy facts.
// Everything it hides is there without it.

const MOST = 100; // found scripts that are shown; who sees a hundred types another letter

function search(form) {
  const input = form.querySelector("input");
  const shelves = document.querySelector(".subjects");
  const list = document.createElement("ul");
  list.className = "links";
  form.after(list);
  const show = () => {
    const found = lookUp(input.value);
    shelves.hidden = input.value.trim() !== "";
    list.replaceChildren(...(shelves.hidden ? found.slice(0, MOST).map((item) => item.cloneNode(true)) : []));
    tell(form.querySelector(".found"), input.value, found);
  };
  form.hidden = false;
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && wanted(event)) {
      event.preventDefault();
      input.select();
    } else if (event.key === "Escape" && document.activeElement === input) {
      input.value = "";
      show();
    }
  });
  input.focus();
  show();
}

function walk(script, only) {
  const nodes = [...script.querySelectorAll(":scope > .procedure > li")];
  if (!nodes.length) return;
  const moves = document.createElement("div");
  const trail = document.createElement("div");
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    moves.append(made);
    return made;
  };
  let path = [];
  let now = nodes[0];
  const show = (node, focus) => {
    now = node;
    for (const one of nodes) one.classList.toggle("now", one === node);
    back.disabled = restart.disabled = !path.length;
    trail.hidden = !path.length;
    trail.querySelector("ol").replaceChildren(
      ...path.map(({ node: asked, answer }) => {
        const line = document.createElement("li");
        const title = asked.querySelector("h2, h3, h4, h5, h6").textContent;
        line.textContent = !answer ? title : /\p{P}$/u.test(title) ? `${title} ${answer}` : `${title}: ${answer}`;
        return line;
      }),
    );
    if (focus) node.focus();
  };
  const back = button(script.dataset.back, () => path.length && show(path.pop().node, true));
  const restart = button(script.dataset.restart, () => {
    path = [];
    show(nodes[0], true);
  });
  const keys = document.createElement("p");
  keys.className = "hint";
  keys.textContent = script.dataset.keys;
  moves.className = "moves";
  moves.append(keys);
  trail.className = "trail";
  const named = document.createElement("strong");
  named.textContent = script.dataset.trail;
  trail.append(named, document.createElement("ol"));
  script.append(moves, trail);
  script.classList.add("live");
  script.addEventListener("click", (event) => {
    const way = event.target.closest(".answers a");
    const target = way && document.getElementById(decodeURIComponent(way.hash.slice(1)));
    if (!target || !nodes.includes(target)) return;
    event.preventDefault();
    path.push({ node: now, answer: way.dataset.answer });
    show(target, true);
  });
  document.addEventListener("keydown", (event) => {
    if (!wanted(event)) return;
    if (!only && !script.contains(document.activeElement)) return;
    const way = /^[1-9]$/.test(event.key) && now.querySelectorAll(".answers a")[Number(event.key) - 1];
    if (way) way.click();
    else if (event.key === "Backspace" && path.length) back.click();
    else return;
    event.preventDefault();
  });
  const asked = nodes.find((node) => `#${node.id}` === decodeURIComponent(location.hash));
  show(asked || nodes[0], false);
}

// Single keys can be turned off, for who speaks to the computer or rests a hand on it (WCAG 2.1.4).
const KEYS = "contenthub-desk-keys";

function keysAreOn() {
  try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; }
}

function wanted(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return false;
  return keysAreOn();
}

function turn(button) {
  const show = () => {
    button.textContent = keysAreOn() ? button.dataset.on : button.dataset.off;
    document.body.classList.toggle("keyless", !keysAreOn());
  };
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    try { localStorage.setItem(KEYS, keysAreOn() ? "off" : "on"); } catch { return; }
    show();
  });
  show();
}

function copyByKey(event) {
  if (!wanted(event)) return;
  const digit = event.shiftKey && /^Digit[1-9]$/.test(event.code) ? `Shift+${event.code.slice(5)}` : event.key;
  const button = [...document.querySelectorAll("button.copy[data-key]")].find((one) => one.dataset.key === digit);
  if (!button || button.hidden) return;
  event.preventDefault();
  button.click();
}

function wrap(form) {
  const told = form.querySelector(".told");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "";
    let done = false;
    try {
      const headers = { Accept: "application/json" };
      done = (await fetch(form.action, { method: "POST", body: new FormData(form), headers, credentials: "include" })).ok;
    } catch { done = false; }
    told.textContent = done ? form.dataset.done : form.dataset.failed;
  });
}

function copy(button) {
  if (!navigator.clipboard) return;
  const words = button.firstChild.textContent;
  button.hidden = false;
  if (button.dataset.key) {
    const key = document.createElement("kbd");
    key.textContent = button.dataset.key.replace("Shift+", "⇧");
    button.append(" ", key);
    button.setAttribute("aria-keyshortcuts", button.dataset.key);
  }
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.firstChild.textContent = button.dataset.done;
    setTimeout(() => { button.firstChild.textContent = words; }, 2000);
  });
}

// A greeting says what time of day it is where the organisation is, also for who works elsewhere.
function greet(span) {
  const [morning, afternoon, evening] = span.dataset.byTime.split("|");
  const show = () => {
    const zone = span.dataset.zone ? { timeZone: span.dataset.zone } : {};
    try {
      const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "numeric", hourCycle: "h23", ...zone }).format(new Date()));
      span.textContent = hour < 6 || hour >= 18 ? evening : hour < 12 ? morning : afternoon;
    } catch { return; }
  };
  show();
  setInterval(show, 60000);
}

const scripts = document.querySelectorAll(".script");
document.querySelectorAll("form.search").forEach(search);
scripts.forEach((script) => walk(script, scripts.length === 1));
document.querySelectorAll("button.copy").forEach(copy);
document.querySelectorAll(".keys button").forEach(turn);
document.querySelectorAll(".hello").forEach(greet);
document.querySelectorAll(".wrap form").forEach(wrap);
document.addEventListener("keydown", copyByKey);
