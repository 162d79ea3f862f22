// The letter beside the place where it is written: merged for the chosen recipient a moment after the last key.
// Without this file the button "Save and see" does the same.
(() => {
  const form = document.querySelector("form[data-live]");
  const letter = document.querySelector("[data-letter]");
  const said = document.querySelector("[data-said]");
  const recipient = document.querySelector("[data-recipient]");
  if (!form || !letter || !recipient) return;
  document.querySelector("[data-show]").hidden = true;
  let waiting;
  let asking;
  const say = (words) => {
    said.textContent = words;
    said.hidden = !words;
  };
  const show = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const fields = new FormData(form);
    fields.set("membre", recipient.value);
    letter.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body: fields, signal: mine.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (!found.said) letter.innerHTML = found.letter;
      say(found.said ?? "");
    } catch (error) {
      if (error.name === "AbortError") return;
      say(form.dataset.lost);
    }
    if (asking === mine) letter.removeAttribute("aria-busy");
  };
  const soon = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(show, delay);
  };
  form.addEventListener("input", () => soon(400));
  recipient.addEventListener("change", () => soon(0));
})();
