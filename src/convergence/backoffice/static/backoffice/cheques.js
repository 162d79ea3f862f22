// The sum typed so far, against the control total; the page works without it.
(() => {
  const form = document.querySelector("[data-cheques]");
  const shown = form?.querySelector("[data-typed]");
  if (!shown) return;
  const cents = (text) => {
    const found = text.replace(/[\s\u00a0\u202f$]/g, "").replace(",", ".").match(/^(\d+)(?:\.(\d{1,2}))?$/);
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
  };
  const words = new Intl.NumberFormat(document.documentElement.lang || "fr-CA", { style: "currency", currency: "CAD", currencyDisplay: "narrowSymbol" });
  const refresh = () => {
    const sum = [...form.querySelectorAll("input[name$='-amount']")].reduce((total, field) => total + cents(field.value), 0);
    shown.textContent = words.format(sum / 100);
    shown.classList.toggle("is-right", sum > 0 && sum === cents(form.querySelector("input[name='control_total']").value));
  };
  form.addEventListener("input", refresh);
  refresh();
})();
