// The desk by keyboard. Everything works without this file; with it, hands stay on the keys.
//   Alt 1..5 and Alt N   go to what carries data-key (buttons are pressed)
//   arrow keys           walk through a list of things found, from the field that searches
//   after an answer      the cursor goes where the server says (data-focus), and what was typed meanwhile stays
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

  const written = (field) => (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.value);
  const fields = (screen) =>
    [...screen.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => field.name && field.form);
  const named = (field) => [field.form.getAttribute("action"), field.name, field.type === "radio" && field.value].join();
  const isScreen = (event) => event.detail.target && event.detail.target.id === "screen";
  let sent = new Map(); // what stood in the fields when the last request went out
  let meanwhile = new Map(); // what was typed since, which the answer cannot know
  let typing = ""; // and where the cursor is

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isScreen(event)) sent = new Map(fields(event.detail.target).map((field) => [named(field), written(field)]));
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isScreen(event)) return;
    const changed = fields(event.detail.target).filter(
      (field) => sent.has(named(field)) && sent.get(named(field)) !== written(field),
    );
    meanwhile = new Map(changed.map((field) => [named(field), written(field)]));
    typing = changed.includes(document.activeElement) ? named(document.activeElement) : "";
  });

  function keep(screen) {
    let cursor = null;
    for (const field of fields(screen)) {
      if (!meanwhile.has(named(field))) continue;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = meanwhile.get(named(field));
      else field.value = meanwhile.get(named(field));
      if (named(field) === typing) cursor = field;
    }
    meanwhile = new Map();
    return cursor;
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const screen = event.target.closest && event.target.id === "screen" ? event.target : null;
    if (!screen) return;
    const cursor = keep(screen);
    if (cursor) {
      cursor.focus();
      return;
    }
    if (!screen.dataset.focus) return;
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
