// Looks through the list of pages in the page itself: no server, nothing sent. Without a script the whole list is there.
const form = document.querySelector("form.lookup");
const list = document.querySelector(".found");

function show() {
  const found = lookUp(form.elements.q.value);
  const shown = new Set(found);
  for (const { item } of entries) item.hidden = !shown.has(item);
  list?.append(...found);
  tell(document.getElementById("Found"), form.elements.q.value, found);
}

form.hidden = false;
form.elements.q.value = new URLSearchParams(location.search).get("q") || "";
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
