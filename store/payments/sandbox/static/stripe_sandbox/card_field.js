// The stand-in's card field, in a frame of its own: what is typed here is posted to the stand-in alone.
(() => {
  const [number, expiry, cvc] = ["number", "expiry", "cvc"].map((name) => document.getElementById(name));
  const digits = (field) => field.value.replace(/\D/g, "");
  const tell = (words) => window.parent.postMessage(words, window.location.origin);

  const passesLuhn = (card) => {
    const sum = [...card].reverse().reduce((so_far, digit, place) => {
      const value = Number(digit) * (place % 2 ? 2 : 1);
      return so_far + (value > 9 ? value - 9 : value);
    }, 0);
    return sum % 10 === 0;
  };

  const wrong = () => {
    const card = digits(number);
    if (card.length >= 15 && !passesLuhn(card)) return { code: "invalid_number", message: "Your card number is invalid." };
    const [month, year] = when();
    const today = new Date();
    if (digits(expiry).length === 4 && (month < 1 || month > 12 || new Date(year, month) < today)) {
      return { code: "invalid_expiry_year_past", message: "Your card's expiration date is in the past." };
    }
    return undefined;
  };

  const when = () => [Number(digits(expiry).slice(0, 2)), 2000 + Number(digits(expiry).slice(2, 4))];

  const changed = () => {
    const complete = digits(number).length >= 15 && digits(expiry).length === 4 && digits(cvc).length >= 3;
    tell({ type: "change", complete: complete && !wrong(), empty: !digits(number), error: wrong() });
  };

  number.addEventListener("input", () => {
    number.value = digits(number).slice(0, 19).replace(/(.{4})(?=.)/g, "$1 ");
    changed();
  });
  expiry.addEventListener("input", () => {
    expiry.value = digits(expiry).slice(0, 4).replace(/^(..)(?=.)/, "$1 / ");
    changed();
  });
  cvc.addEventListener("input", changed);

  const flat = (value, name) =>
    Object.entries(value).flatMap(([key, inner]) => {
      const path = name ? `${name}[${key}]` : key;
      if (inner && typeof inner === "object") return flat(inner, path);
      return inner ? [[path, String(inner)]] : [];
    });

  const make = async ({ key, billing }) => {
    const error = wrong();
    if (error) return { error: { type: "validation_error", ...error } };
    if (digits(number).length < 15) {
      return { error: { type: "validation_error", code: "incomplete_number", message: "Your card number is incomplete." } };
    }
    const [month, year] = when();
    const card = { number: digits(number), exp_month: month, exp_year: year, cvc: digits(cvc) };
    const answer = await fetch("/sandbox/stripe/v1/payment_methods", {
      method: "POST",
      headers: { Authorization: `Bearer ${key}` },
      body: new URLSearchParams(flat({ type: "card", card, billing_details: billing })),
    });
    const body = await answer.json();
    return answer.ok ? { paymentMethod: body } : { error: body.error };
  };

  window.addEventListener("message", async (event) => {
    if (event.source !== window.parent || event.origin !== window.location.origin) return;
    const { act, asked } = event.data;
    if (act === "focus") number.focus();
    if (act === "clear") for (const field of [number, expiry, cvc]) field.value = "";
    if (act === "make") {
      const made = await make(event.data).catch(() => ({ error: { type: "api_connection_error", message: "Network error." } }));
      tell({ type: "made", asked, ...made });
    }
  });
  tell({ type: "ready" });
})();
