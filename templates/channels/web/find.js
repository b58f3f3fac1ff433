// Finds entries of a list that is on the page already. The site and the desk put this before their own script.
"use strict";

const plain = (words) => words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const spaced = (words) => ` ${plain(words).split(/[^\p{L}\p{N}]+/u).join(" ")} `;
const entries = [...document.querySelectorAll("[data-words]")].map((item) => {
  return { item, title: spaced(item.textContent), words: spaced(item.dataset.words) };
});

const MISSING = 8; // a word of its own, the start of one, inside one, another form: 0 to 3 in the title, 4 to 7 elsewhere

// Other forms of a long word begin as it does: “verhuizing” and “verhuizen”, “permits” and “permit”.
const stem = (word) => (word.length > 6 ? word.slice(0, -2) : word);

function grade(entry, word) {
  const ways = [` ${word} `, ` ${word}`, word, ` ${stem(word)}`];
  const place = [entry.title, entry.words].flatMap((where) => ways.map((way) => where.includes(way))).indexOf(true);
  return place < 0 ? MISSING : place;
}

// Entries that have every word, the best first and else in the order of the page.
function lookUp(asked) {
  const words = spaced(asked).split(" ").filter(Boolean);
  const graded = entries.map((entry) => {
    const grades = words.map((word) => grade(entry, word));
    const behind = entry.title.startsWith(` ${words[0]}`) ? 0 : 0.5; // what begins with it goes before its equals
    return { item: entry.item, grades, total: grades.reduce((all, one) => all + one, behind) };
  });
  const found = graded.filter(({ grades }) => !grades.includes(MISSING));
  return found.sort((one, other) => one.total - other.total).map(({ item }) => item);
}

function tell(told, asked, found) {
  told.textContent = !asked.trim() ? "" : found.length ? `${told.dataset.found}: ${found.length}` : told.dataset.none;
}
