// The search of a copy of the site that is made of files: finds words in search/index.json
// as the served site does, and puts the cards that the site wrote on the page. What is
// typed gets on the page as text only.
"use strict";

const PER_PAGE = 10;
const place = document.querySelector("[data-search]");
const field = document.getElementById("search-words");
const head = document.getElementById("found-head");
const found = document.getElementById("found");
const pages = document.getElementById("found-pages");

async function read(name) {
  const answer = await fetch(place.dataset.search + name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

// --- words and numbers, as app/graph/tokens.py reads them -------------------------------

class Letters {
  constructor(given) {
    this.given = given;
    this.token = new RegExp(given.token, "gu");
  }

  fold(word) {
    let form = "";
    for (const char of word.normalize("NFKD")) {
      form += this.given.folded[char] ?? char.replace(/[\p{M}\p{Cf}]/u, "").toLowerCase();
    }
    return form;
  }

  tokens(text) {
    return [...text.matchAll(this.token)].map((match) => {
      const parted = match.groups.parted;
      const groups = (parted ? match[0].split(parted) : [match[0]]).map((part) => this.fold(part));
      return {
        start: match.index,
        end: match.index + match[0].length,
        form: groups.join(""),
        groups: parted && this.given.spaces.includes(parted) ? groups : [],
      };
    });
  }

  // The terms of what was typed, as app/graph/question.py reads them.
  terms(typed) {
    const text = typed
      .replace(/[\p{C}]/gu, (char) => ("\u200c\u200d".includes(char) ? char : " "))
      .split(/\s+/u).join(" ").trim().slice(0, this.given.most_letters)
      .replace(/[“”„‟«»＂]/gu, '"');
    const terms = [];
    let last = 0;
    for (const match of text.matchAll(/"([^"]*)"(\*?)/gu)) {
      terms.push(...this.bare(text.slice(last, match.index)));
      terms.push(...this.term(this.tokens(match[1]), match[2] === "*", false));
      last = match.index + match[0].length;
    }
    terms.push(...this.bare(text.slice(last)));
    return terms.slice(0, this.given.most_terms);
  }

  bare(text) {
    const terms = [];
    let run = [];
    const close = () => {
      const starred = run.length > 0 && text.startsWith("*", run.at(-1).end);
      terms.push(...this.term(run, starred, run.length === 1));
      run = [];
    };
    for (const token of this.tokens(text)) {
      if (run.length && /[*\s]/u.test(text.slice(run.at(-1).end, token.start))) close();
      run.push(token);
    }
    close();
    return terms;
  }

  term(run, starred, alone) {
    const forms = run.map((token) => token.form).filter(Boolean);
    if (!forms.length) return [];
    const begins = starred && [...forms.at(-1)].length >= 2;
    return [{ forms, begins, groups: alone ? run[0].groups : [] }];
  }
}

// --- finding ----------------------------------------------------------------------------

function holds(text, term) {
  const words = ` ${term.forms.join(" ")}${term.begins ? "" : " "}`;
  if (` ${text} `.includes(words)) return true;
  return term.groups.length > 0 && term.groups.every((one) => ` ${text} `.includes(` ${one} `));
}

// In the order of app/graph/search.py: what is called so, then by kind; words are weighed
// by where they stand alone.
function search(index, terms) {
  const hits = [];
  index.records.forEach(([id, texts, passages], number) => {
    let [score, called] = [0, 1];
    for (const term of terms) {
      const held = texts.map((text) => holds(text, term));
      if (!held.includes(true)) return;
      if (!held.slice(0, index.called).includes(true)) called = 0;
      score += Math.max(...index.weights.filter((_, column) => held[column]));
    }
    const kind = index.kinds.indexOf(id.split("/")[0]);
    hits.push({ id, number, called, kind, score, part: best(passages, terms) });
  });
  return hits.sort((one, other) =>
    other.called - one.called || one.kind - other.kind || other.score - one.score ||
    (one.id < other.id ? -1 : 1));
}

function best(passages, terms) {
  let [part, most] = ["", 0];
  for (const name of Object.keys(passages).sort()) {
    const count = terms.filter((term) => holds(passages[name], term)).length;
    if (count > most) [part, most] = [name, count];
  }
  return part;
}

// Where no record has all the words, the last one is looked for as a beginning.
function widened(index, terms) {
  const hits = search(index, terms);
  const last = terms.at(-1);
  if (hits.length || last.begins || [...last.forms.at(-1)].length < 2) return [hits, terms, ""];
  const wider = [...terms.slice(0, -1), { ...last, begins: true, groups: [] }];
  const more = search(index, wider);
  return more.length ? [more, wider, last.forms.at(-1)] : [hits, terms, ""];
}

// --- showing ----------------------------------------------------------------------------

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function explain(terms) {
  for (const [name, [label, definition, path]] of Object.entries(terms)) {
    if (document.getElementById(`term-${name}`)) continue;
    const gloss = element("div", "", { popover: "", id: `term-${name}`, class: "gloss" });
    const link = element("a", "In the vocabulary", { href: place.dataset.root + path.slice(1) });
    const whence = element("p", "", { class: "whence" });
    whence.append(link);
    gloss.append(element("p", label, { class: "gloss-term" }), element("p", definition), whence);
    document.body.append(gloss);
  }
}

function mark(letters, terms, card) {
  const whole = new Set(terms.flatMap((term) => [...term.forms, ...term.groups]));
  const starts = terms.filter((term) => term.begins).map((term) => term.forms.at(-1));
  const isSought = (form) => whole.has(form) || starts.some((one) => form.startsWith(one));
  for (const shown of card.querySelectorAll("h3 a, blockquote, .translation, .note")) {
    const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      for (const token of letters.tokens(node.data).reverse()) {
        if (!isSought(token.form)) continue;
        const words = node.splitText(token.start);
        words.splitText(token.end - token.start);
        const marked = document.createElement("mark");
        words.replaceWith(marked);
        marked.append(words);
      }
    }
  }
}

function page(query, number, rel, label) {
  const href = `?${new URLSearchParams({ q: query, page: number })}`;
  return element("a", label, { href, rel: `${rel} nofollow` });
}

async function show(query, asked) {
  field.value = query;
  const [letters, index] = [new Letters(await read("letters.json")), await read("index.json")];
  const terms = letters.terms(query);
  const [hits, used, begins] = terms.length ? widened(index, terms) : [[], terms, ""];
  const count = Math.max(1, Math.ceil(hits.length / PER_PAGE));
  const number = Math.min(Math.max(1, /^\d{1,6}$/.test(asked) ? Number(asked) : 1), count);
  const shown = hits.slice((number - 1) * PER_PAGE, number * PER_PAGE);
  const files = [...new Set(shown.map((hit) => Math.floor(hit.number / index.cards_a_file)))];
  const read_files = new Map(
    await Promise.all(files.map(async (file) => [file, await read(`${file}.json`)])),
  );
  const list = element("ol", "", { class: "hits", start: (number - 1) * PER_PAGE + 1 });
  for (const hit of shown) {
    const file = read_files.get(Math.floor(hit.number / index.cards_a_file));
    const card = document.createElement("template");
    card.innerHTML = file.cards[hit.id][hit.part];
    mark(letters, used, card.content);
    list.append(card.content);
    explain(file.terms);
  }
  const records = hits.length === 1 ? "1 record" : `${hits.length} records`;
  head.textContent = count > 1 ? `${records}, page ${number} of ${count}` : records;
  const none = terms.length
    ? "No record has all of this."
    : "There is no word or number in what was typed.";
  const wider = `No record has all these words as they stand. These have a word that begins with “${begins}”.`;
  found.replaceChildren(
    ...(begins ? [element("p", wider, { class: "note" })] : []),
    hits.length ? list : element("p", none, { class: "none" }),
  );
  pages.replaceChildren(
    ...(number > 1 ? [page(query, number - 1, "prev", "Previous")] : []),
    ...(number < count ? [page(query, number + 1, "next", "Next")] : []),
  );
  pages.hidden = count === 1;
}

const asked = new URLSearchParams(location.search);
const query = (asked.get("q") ?? "").trim();
if (query) {
  show(query, asked.get("page") ?? "1").catch((error) => {
    head.textContent = "The search cannot be read";
    found.replaceChildren(element("p", `A file of the search did not arrive (${error.message}). Reload the page, or use the lists by kind at its foot.`));
  });
}
