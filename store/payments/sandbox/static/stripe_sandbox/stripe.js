// Stands in for Stripe.js in demo mode: the same calls, as far as the desk makes them. The card is typed into a frame of
// the stand-in, which posts it to the stand-in itself; the page around it only ever gets Stripe's id of it.
(() => {
  const source = new URL("/sandbox/stripe/card-field/", document.currentScript.src);

  class CardElement {
    constructor(key) {
      this.key = key;
      this.handlers = {};
      this.waiting = new Map();
      this.asked = 0;
      window.addEventListener("message", (event) => this.hear(event));
    }

    mount(place) {
      const box = typeof place === "string" ? document.querySelector(place) : place;
      this.frame = document.createElement("iframe");
      this.frame.title = "Secure card payment input frame";
      this.frame.name = "stand-in-card-field";
      Object.assign(this.frame.style, { width: "100%", height: "64px", border: "0", display: "block" });
      this.frame.src = source.href;
      box.replaceChildren(this.frame);
    }

    unmount() {
      if (this.frame) this.frame.remove();
    }

    destroy() {
      this.unmount();
    }

    on(event, handler) {
      (this.handlers[event] ||= []).push(handler);
      return this;
    }

    focus() {
      this.tell({ act: "focus" });
    }

    clear() {
      this.tell({ act: "clear" });
    }

    tell(words) {
      this.frame.contentWindow.postMessage(words, source.origin);
    }

    hear(event) {
      if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== source.origin) return;
      const { type, asked, ...facts } = event.data;
      if (type === "made") {
        this.waiting.get(asked)?.(facts);
        this.waiting.delete(asked);
      } else {
        for (const handler of this.handlers[type] || []) handler({ elementType: "card", ...facts });
      }
    }

    make(billing) {
      const asked = ++this.asked;
      return new Promise((answer) => {
        this.waiting.set(asked, answer);
        this.tell({ act: "make", asked, key: this.key, billing });
      });
    }
  }

  window.Stripe = (key) => ({
    elements() {
      return {
        create(type) {
          if (type !== "card") throw new Error(`The stand-in has no element "${type}".`);
          return new CardElement(key);
        },
      };
    },
    createPaymentMethod({ type, card, billing_details }) {
      if (type !== "card" || !(card instanceof CardElement)) throw new Error("The stand-in makes cards only.");
      return card.make(billing_details || {});
    },
  });
})();
