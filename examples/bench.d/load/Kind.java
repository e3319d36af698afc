/** The kinds of objects that an engine has, by the first word of their path in its API. */
enum Kind {
  NETWORK,
  VOLUME,
  SECRET,
  CONFIG,
  SERVICE,
  TASK,
  CONTAINER;

  static Kind of(String path) {
    for (Kind kind : values()) {
      if (path.equals(kind.word() + "s")) {
        return kind;
      }
    }
    throw new Refused(501, path + " are not simulated");
  }

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
