// Says that a file is too heavy when it is chosen, before anything is sent. Without script the server says it.
"use strict";
document.querySelectorAll("input[type=file][data-most-bytes]").forEach((field) => {
  const words = document.createElement("p");
  words.className = "field__error";
  words.setAttribute("role", "alert");
  words.hidden = true;
  words.id = `${field.id}-too-heavy`;
  field.after(words);
  field.addEventListener("change", () => {
    const heavy = [...field.files].find((file) => file.size > Number(field.dataset.mostBytes));
    words.hidden = !heavy;
    words.textContent = heavy ? field.dataset.tooHeavy.replace("%(name)s", heavy.name) : "";
    if (heavy) field.value = "";
  });
});
