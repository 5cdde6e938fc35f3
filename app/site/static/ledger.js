// The ledger answers without this file. With it, what is chosen is shown without a new page,
// also in a copy of the site on a host of files, where no server reads the address.
"use strict";

(() => {
  const form = document.getElementById("ask");
  const table = document.getElementById("ledger");
  const shown = document.getElementById("shown");
  if (!form || !table || !shown) return;

  const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.part);
  const marks = [...document.querySelectorAll("svg.spread .lane a")];
  const whole = shown.textContent;
  // The rows at hand may be some of all, where the server has chosen already.
  const complete = !location.search;
  if (!complete) return;

  const plain = ["outlet", "part", "voice", "language"];

  function fits(row, asked) {
    for (const name of plain) {
      if (asked.get(name) && row.dataset[name] !== asked.get(name)) return false;
    }
    const day = row.dataset.date;
    const since = asked.get("from").trim();
    const until = asked.get("to").trim();
    if ((since || until) && !day) return false;
    if (since && day < since) return false;
    if (until && day.slice(0, until.length) > until) return false;
    const outcome = asked.get("outcome");
    const caveat = asked.get("caveat");
    if (!outcome) return true;
    return row.dataset.fates
      .split(" ")
      .some((fate) => (caveat ? fate === `${caveat}=${outcome}` : fate.endsWith(`=${outcome}`)));
  }

  function show() {
    const asked = new FormData(form);
    const kept = new Set();
    for (const row of rows) {
      const here = fits(row, asked);
      row.hidden = !here;
      if (here) kept.add(row.querySelector("th a").getAttribute("href"));
    }
    for (const mark of marks) {
      mark.classList.toggle("away", !kept.has(mark.getAttribute("href")));
    }
    const all = kept.size === rows.length;
    shown.textContent = all ? whole : `${kept.size} of ${rows.length} passages are shown.`;
  }

  // Said of, and an order, need the server; the others are answered here.
  for (const field of form.elements) {
    if ([...plain, "caveat", "outcome"].includes(field.name)) field.addEventListener("change", show);
    if (["from", "to"].includes(field.name)) field.addEventListener("input", show);
  }

  // A mark and its row point at each other.
  function point(path, on) {
    for (const mark of marks) {
      if (mark.getAttribute("href") === path) mark.classList.toggle("pointed", on);
    }
    for (const row of rows) {
      if (row.querySelector("th a").getAttribute("href") === path) row.classList.toggle("pointed", on);
    }
  }
  for (const link of [...marks, ...rows.map((row) => row.querySelector("th a"))]) {
    const path = link.getAttribute("href");
    for (const [name, on] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]]) {
      link.addEventListener(name, () => point(path, on));
    }
  }
})();
