// Better with script: what is written is checked as it is written, and an entry is added
// without leaving the page. The server answers with the same page either way.
(() => {
  const PAUSE = 700;
  const parser = new DOMParser();
  let timer = 0;
  let asked = 0;
  const touched = new Set();

  const form = () => document.querySelector("form.propose[method=post]");

  async function answer(extra) {
    const body = new URLSearchParams(new FormData(form()));
    for (const [name, value] of extra) body.append(name, value);
    const own = ++asked;
    const reply = await fetch(form().action, {method: "POST", body});
    if (!reply.ok || own !== asked) return null;
    return parser.parseFromString(await reply.text(), "text/html");
  }

  function take(page, id) {
    const fresh = page.getElementById(id), old = document.getElementById(id);
    if (!fresh || !old) return;
    // Only whoever asked for the check is led away from the field.
    for (const item of fresh.querySelectorAll("[autofocus]")) item.removeAttribute("autofocus");
    old.replaceWith(document.adoptNode(fresh));
  }

  // The fields stay as they are under the fingers; only what is said of them changes.
  // Until somebody asks for the check, nothing is said of fields that were not reached.
  async function check() {
    const page = await answer([]).catch(() => null);
    if (!page) return;
    const all = document.querySelector("#summary > *") || page.querySelector(".is-right");
    for (const old of document.querySelectorAll(".field-faults")) {
      if (!all && !touched.has(old.id.replace(/-faults$/, ""))) continue;
      const fresh = page.getElementById(old.id);
      old.replaceChildren(...(fresh ? document.adoptNode(fresh).childNodes : []));
      const field = document.getElementById(old.id.replace(/-faults$/, ""));
      if (field && field.matches("input, textarea, select")) {
        if (old.hasChildNodes()) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    }
    for (const old of document.querySelectorAll(".field-limits")) take(page, old.id);
    // An outlet without a record is named further down: that stands open when it is asked.
    const asked = page.getElementById("outlet"), outlet = document.getElementById("outlet");
    if (asked?.closest("details").open && outlet) {
      outlet.closest("details").open = true;
      if (!outlet.value) outlet.value = asked.value;
    }
    if (!all) return;
    for (const id of ["summary", "result"]) take(page, id);
    const glossary = page.querySelector(".glossary");
    document.querySelector(".glossary")?.remove();
    if (glossary) document.body.append(document.adoptNode(glossary));
  }

  async function add(name) {
    const page = await answer([["add", name]]).catch(() => null);
    if (!page) return;
    take(page, "fields");
    const entries = document.getElementById(name)?.querySelectorAll(":scope > .entry");
    entries?.[entries.length - 1]?.querySelector("input, textarea, select")?.focus();
  }

  document.addEventListener("input", (event) => {
    if (!form()?.contains(event.target)) return;
    touched.add(event.target.name);
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target !== form() || button?.name !== "add") return;
    event.preventDefault();
    clearTimeout(timer);
    add(button.value);
  });
})();
