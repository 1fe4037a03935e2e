// The desk by keyboard. Everything works without this file; with it, hands stay on the keys.
//   Alt 1..5 and Alt N   go to what carries data-key (buttons are pressed)
//   arrow keys           walk through a list of things found, from the field that searches
//   after an answer      the cursor goes where the server says (data-focus)
(() => {
  const visible = (element) => element && !element.disabled && element.offsetParent !== null;

  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && /^(Digit[1-9]|KeyN)$/.test(event.code)) {
      const key = event.code.replace("Digit", "").replace("Key", "").toLowerCase();
      const target = [...document.querySelectorAll(`[data-key="${key}"]`)].find(visible);
      if (!target) return;
      event.preventDefault();
      target.focus();
      if (target.select) target.select();
      if (key === "n") target.click();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
    if (event.key === "Escape") back(event);
  });

  function walk(event) {
    const field = event.target.closest("[data-list]");
    const list = field ? document.querySelector(field.dataset.list) : event.target.closest(".found");
    if (!list) return;
    const rows = [...list.querySelectorAll("button")].filter(visible);
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    event.preventDefault();
    if (next < 0) document.querySelector(`[data-list="#${list.id}"]`).focus();
    else rows[Math.min(next, rows.length - 1)].focus();
  }

  function back(event) {
    const list = event.target.closest(".found");
    if (list) document.querySelector(`[data-list="#${list.id}"]`).focus();
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const screen = event.target.closest && event.target.id === "screen" ? event.target : null;
    if (!screen || !screen.dataset.focus) return;
    const wanted = screen.dataset.focus;
    const target =
      wanted === "found"
        ? screen.querySelector(".found button:not(:disabled)")
        : screen.querySelector(`.field-wrong input, .field-wrong select`) ||
          screen.querySelector(`[data-focus-as="${wanted}"]`);
    if (target) {
      target.focus();
      if (target.select) target.select();
    }
  });
})();
