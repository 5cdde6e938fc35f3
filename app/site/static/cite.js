// The citations can be selected without this file. With it, a button copies each of them.
"use strict";

(() => {
  const said = "Copied";

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    throw new Error("no clipboard");
  }

  // Where there is no clipboard the text is selected, ready for the keys that copy.
  function select(item) {
    const range = document.createRange();
    range.selectNodeContents(item);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  for (const button of document.querySelectorAll("button.copy")) {
    const item = document.getElementById(button.dataset.copies);
    if (!item) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await copy(item.textContent.trim());
        button.textContent = said;
      } catch {
        item.closest("details")?.setAttribute("open", "");
        select(item);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
})();
