"use strict";

document.getElementById("clock").textContent = "The script runs: it is " + new Date().toISOString() + ".";

const home = document.createElement("a");
home.href = "https://coopcloud.tech";
home.textContent = "Co-op Cloud";
document.getElementById("links").append("A recipe of ", home, ".");
