document.body.dataset.script = "loaded";
