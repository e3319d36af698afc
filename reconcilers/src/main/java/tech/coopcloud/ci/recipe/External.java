package tech.coopcloud.ci.recipe;

/** Whether an object is made elsewhere, and the name that it has there. */
record External(boolean is, String name) {

  static External of(String key, View object, Findings findings) {
    View external = object.view("external");
    if (!external.flag("external")) {
      return new External(false, "");
    }
    String old = external.textOrEmpty("name");
    String name = object.textOrEmpty("name");
    if (!old.isEmpty() && !name.isEmpty()) {
      findings.error(
          object.place("external"),
          "'"
              + object.place().path()
              + "' has a name twice; keep 'name' and write 'external: true'.");
    }
    return new External(true, !old.isEmpty() ? old : name.isEmpty() ? key : name);
  }
}
