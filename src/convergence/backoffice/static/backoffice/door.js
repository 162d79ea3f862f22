/* The door on a phone that may lose its network: each press is kept in this browser until the server has answered its key. */
(function () {
  "use strict";
  var door = document.getElementById("door");
  if (!door) { return; }
  var said = door.dataset;
  var state = door.querySelector('[data-door="state"]');
  var number = door.querySelector('[data-door="came"]');
  var csrf = door.querySelector("input[name=csrfmiddlewaretoken]");
  var sending = false;

  function queue() {
    try { return JSON.parse(localStorage.getItem(said.queue)) || []; } catch (error) { return []; }
  }
  function keep(presses) { localStorage.setItem(said.queue, JSON.stringify(presses)); }
  function key() {
    if (window.crypto && crypto.randomUUID) { return crypto.randomUUID(); }
    return Date.now().toString(36) + "-" + Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);
  }
  function row(id) { return door.querySelector('.door__row[data-id="' + id + '"]'); }
  function draw(id, came) {
    var line = row(id);
    if (!line) { return; }
    var button = line.querySelector("button");
    line.classList.toggle("door__row--came", came);
    button.value = came ? "0" : "1";
    button.querySelector('[data-door="words"]').textContent = came ? said.undo : said.came;
    number.textContent = door.querySelectorAll(".door__row--came").length;
  }
  function say(words) { state.textContent = words; }

  function send() {
    var presses = queue();
    if (sending || !presses.length) { return; }
    if (navigator.onLine === false) { say(said.kept); return; }
    sending = true;
    fetch(said.send, {
      method: "POST", credentials: "same-origin", redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf ? csrf.value : "" },
      body: JSON.stringify({ presses: presses })
    }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403) { say(said.signin); throw new Error("refused"); }
      if (!answer.ok) { throw new Error("not written"); }
      return answer.json();
    }).then(function (heard) {
      var over = heard.written.concat(heard.refused);
      keep(queue().filter(function (press) { return over.indexOf(press.key) < 0; }));
      presses.forEach(function (press) {
        if (heard.refused.indexOf(press.key) >= 0) { draw(press.registration, !press.came); }
      });
      say(heard.refused.length ? said.lost : said.sent);
    }).catch(function (error) {
      if (error.message !== "refused") { say(said.kept); }
    }).finally(function () { sending = false; });
  }

  door.addEventListener("submit", function (event) {
    event.preventDefault();
    var line = event.target.closest(".door__row");
    var came = line.querySelector("button").value === "1";
    keep(queue().concat([{ key: key(), registration: line.dataset.id, came: came, at: new Date().toISOString() }]));
    draw(line.dataset.id, came);
    send();
  });

  var find = document.getElementById("door-find");
  function plain(words) { return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  find.addEventListener("input", function () {
    var wanted = plain(find.value).split(/\s+/);
    door.querySelectorAll(".door__row").forEach(function (line) {
      var name = plain(line.dataset.name);
      line.hidden = !wanted.every(function (word) { return name.indexOf(word) >= 0; });
    });
  });

  queue().forEach(function (press) { draw(press.registration, press.came); });
  if (queue().length) { say(said.kept); }
  window.addEventListener("online", send);
  window.setInterval(send, 10000);
  send();
}());
