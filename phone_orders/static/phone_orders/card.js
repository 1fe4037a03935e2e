// The card pane: Stripe's own field takes the card, and only Stripe's id of it is posted to the desk.
(() => {
  const pane = document.querySelector("[data-card-pane]");
  const form = document.getElementById("card-form");
  let leaving = false;
  for (const sent of pane.querySelectorAll("[data-leaves]")) sent.addEventListener("submit", () => { leaving = true; });

  // Leaving the page in any other way closes the pane, so that the recording goes on.
  const closing = pane.querySelector("[data-close]");
  window.addEventListener("pagehide", () => {
    if (!leaving) navigator.sendBeacon(closing.action, new FormData(closing));
  });

  const until = new Date(pane.dataset.until);
  const left = pane.querySelector("[data-left]");
  const tick = () => {
    const seconds = Math.round((until - Date.now()) / 1000);
    if (seconds <= 0) {
      clearInterval(clock);
      leaving = true;
      closing.submit();
      return;
    }
    left.textContent = `, in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const clock = setInterval(tick, 1000);
  tick();

  if (!form || typeof Stripe !== "function") return;
  const error = document.getElementById("card-error");
  const button = form.querySelector("[data-charge]");
  const words = button.textContent;
  const say = (message) => {
    error.textContent = message || "";
    error.hidden = !message;
  };

  const stripe = Stripe(pane.dataset.key);
  const card = stripe.elements().create("card", { hidePostalCode: true, disableLink: true });
  card.mount("#card-element");
  card.on("ready", () => card.focus());
  card.on("change", (event) => say(event.error && event.error.message));
  form.hidden = false;
  document.getElementById("card-no-script").hidden = true;

  form.addEventListener("submit", async (event) => {
    if (form.payment_method.value) return;
    event.preventDefault();
    leaving = false;
    button.disabled = true;
    button.textContent = "Asking Stripe…";
    const made = await stripe
      .createPaymentMethod({ type: "card", card, billing_details: JSON.parse(form.dataset.billing) })
      .catch(() => ({ error: { message: "Stripe does not answer. Nothing was charged; try again." } }));
    if (made.error) {
      say(made.error.message);
      button.disabled = false;
      button.textContent = words;
      return;
    }
    form.payment_method.value = made.paymentMethod.id;
    leaving = true;
    form.submit();
  });
})();
