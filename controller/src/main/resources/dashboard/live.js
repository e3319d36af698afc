// Keeps a page up to date. Without it, everything can still be read: the server makes the whole page.
"use strict";
(() => {
  const QUIET = 300; // milliseconds between two refreshes
  const SLOW_LOOK = 30000; // ages move on, and a lost event is made good

  // Replaces the parts of the page that are marked as live by what the server now says.
  let busy = false;
  let again = false;
  async function refresh() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok || answer.status === 404) {
        const next = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of document.querySelectorAll("[data-live]")) {
          const fresh = next.getElementById(part.id);
          if (fresh && fresh.innerHTML !== part.innerHTML) {
            part.replaceChildren(...fresh.childNodes);
          }
        }
      }
    } catch {
      // The server is away; the event source says when it is back.
    }
    setTimeout(() => {
      busy = false;
      if (again) {
        again = false;
        refresh();
      }
    }, QUIET);
  }

  const address = document.body.dataset.events;
  if (address) {
    const light = document.getElementById("live");
    const events = new EventSource(address);
    events.addEventListener("open", () => { light.hidden = false; });
    events.addEventListener("error", () => { light.hidden = true; });
    events.addEventListener("changed", refresh);
    setInterval(refresh, SLOW_LOOK);
    addEventListener("pagehide", () => events.close());
  }

  // The log: what is new is read as it is written, from where the page ends.
  const log = document.getElementById("log");
  if (!log || log.dataset.complete === "true") {
    return;
  }
  let number = Number(log.dataset.next);
  let offset = Number(log.dataset.offset);
  const form = /^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)\S* (.*?) \| ([^]*)$/;

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function append(lines) {
    const stay = innerHeight + scrollY >= document.documentElement.scrollHeight - 40;
    const inside = log.scrollTop + log.clientHeight >= log.scrollHeight - 40;
    const all = document.createDocumentFragment();
    for (const line of lines) {
      const parts = form.exec(line) || ["", "", "", line];
      const item = document.createElement("li");
      item.id = "L" + number;
      const anchor = element("a", String(number));
      anchor.href = "#L" + number;
      item.append(anchor, element("time", parts[1]), element("b", parts[2]), element("span", parts[3]));
      all.append(item);
      number++;
    }
    log.append(all);
    document.getElementById("log-empty").hidden = true;
    if (inside) {
      log.scrollTop = log.scrollHeight;
    }
    if (stay && !inside) {
      scrollTo(0, document.documentElement.scrollHeight);
    }
  }

  async function follow() {
    const answer = await fetch(`${log.dataset.log}?follow=true&from=${offset}`);
    if (!answer.ok) {
      return answer.status === 404;
    }
    const complete = answer.headers.get("Cc-Ci-Log-Complete") === "true";
    const reader = answer.body.getReader();
    let rest = new Uint8Array(0);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return complete;
      }
      const bytes = new Uint8Array(rest.length + value.length);
      bytes.set(rest);
      bytes.set(value, rest.length);
      const end = bytes.lastIndexOf(10) + 1;
      if (end > 0) {
        const text = new TextDecoder().decode(bytes.subarray(0, end));
        offset += end;
        append(text.slice(0, -1).split("\n"));
      }
      rest = bytes.slice(end);
    }
  }

  async function followToTheEnd() {
    let wait = 500;
    for (;;) {
      try {
        if (await follow()) {
          return;
        }
        wait = 500;
      } catch {
        wait = Math.min(wait * 2, 10000);
      }
      await new Promise((later) => setTimeout(later, wait));
    }
  }
  followToTheEnd();
})();
