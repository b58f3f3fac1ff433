// Looks through the list of pages in the page itself: no server, nothing sent. Without a script the whole list is there.
"use strict";

const bare = (words) => words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const form = document.querySelector("form.lookup");
const told = document.getElementById("Found");
const items = [...document.querySelectorAll("[data-words]")].map((item) => {
  const title = bare(item.textContent);
  return { item, title, words: `${title} ${bare(item.dataset.words)}` };
});

function show() {
  const asked = bare(form.elements.q.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { item, words } of items) {
    item.hidden = !asked.every((word) => words.includes(word));
    count += item.hidden ? 0 : 1;
  }
  told.textContent = !asked.length ? "" : count ? `${told.dataset.found}: ${count}` : told.dataset.none;
}

form.hidden = false;
form.elements.q.value = new URLSearchParams(location.search).get("q") || "";
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
