// Settling bank lines from the keyboard: J and K walk, Enter confirms, S looks, X sets aside.
(() => {
  const lines = [...document.querySelectorAll("[data-line]")];
  if (!lines.length) return;
  const keys = document.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  const here = () => lines.findIndex((line) => line.contains(document.activeElement));
  const go = (index) => {
    const line = lines[Math.max(0, Math.min(index, lines.length - 1))];
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "center" });
  };
  if (location.hash.startsWith("#line-")) {
    const index = lines.findIndex((line) => `#${line.id}` === location.hash);
    if (index >= 0) go(index);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=radio]), textarea, select")) return;
    const index = here();
    const line = lines[index];
    const key = event.key.toLowerCase();
    if (key === "j") go(index + 1);
    else if (key === "k") go(index < 0 ? 0 : index - 1);
    else if (key === "enter" && line && event.target === line) line.querySelector("[data-confirm]")?.click();
    else if (key === "s" && line) line.querySelector("[data-look]")?.click();
    else if (key === "x" && line) {
      const aside = line.querySelector("[data-aside]");
      if (!aside) return;
      aside.closest("details").open = true;
      aside.closest("details").querySelector("input[name=reason]").focus();
    } else return;
    event.preventDefault();
  });
})();
