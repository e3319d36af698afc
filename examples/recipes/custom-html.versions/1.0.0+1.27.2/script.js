"use strict";

document.getElementById("clock").textContent = "The script runs: it is " + new Date().toISOString() + ".";
