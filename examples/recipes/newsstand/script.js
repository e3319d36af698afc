"use strict";

function text(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

function entry(post) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = post.link;
  link.textContent = text(post.title.rendered);
  const excerpt = document.createElement("p");
  excerpt.textContent = text(post.excerpt.rendered);
  item.append(link, excerpt);
  return item;
}

async function show() {
  const list = document.getElementById("posts");
  const answer = await fetch("posts");
  if (!answer.ok) {
    list.textContent = "There are no posts to be had just now.";
    return;
  }
  list.replaceChildren(...(await answer.json()).map(entry));
}

async function showNote() {
  const answer = await fetch("note.txt");
  if (answer.ok) {
    document.getElementById("note").textContent = await answer.text();
  }
}

show();
showNote();
