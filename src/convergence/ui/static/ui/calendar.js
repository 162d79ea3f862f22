// Arrow keys in a calendar: from day to day, to the ends of the week, to the month or year before and after.
// Without this file every day is a link that Tab reaches.
(() => {
  const root = document.querySelector("[data-calendar]");
  if (!root) return;
  const days = [...root.querySelectorAll("a[data-day]")];
  if (!days.length) return;
  const byDay = new Map(days.map((link) => [link.dataset.day, link]));
  const moved = (text, by) => {
    const [year, month, day] = text.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1, day + by)).toISOString().slice(0, 10);
  };
  const go = (link) => {
    if (!link) return false;
    for (const other of days) other.tabIndex = -1;
    link.tabIndex = 0;
    link.focus();
    return true;
  };
  const turn = (rel) => {
    const link = document.querySelector(`a[rel="${rel}"]`);
    if (link) link.click();
  };
  for (const link of days) link.tabIndex = -1;
  (root.querySelector('a[data-day][aria-current="date"]') || days[0]).tabIndex = 0;
  root.addEventListener("keydown", (event) => {
    const here = event.target.closest("a[data-day]");
    if (!here || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = [...here.closest("tr").querySelectorAll("a[data-day]")];
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    let done = true;
    if (event.key in steps) {
      if (!go(byDay.get(moved(here.dataset.day, steps[event.key])))) turn(steps[event.key] < 0 ? "prev" : "next");
    } else if (event.key === "Home") go(row[0]);
    else if (event.key === "End") go(row[row.length - 1]);
    else if (event.key === "PageUp") turn("prev");
    else if (event.key === "PageDown") turn("next");
    else done = false;
    if (done) event.preventDefault();
  });
})();
