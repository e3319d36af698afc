package tech.coopcloud.ci.controller.dashboard;

/** Commands that are shown for copying: what stands in them must not do more than it shows. */
final class Shell {
  private Shell() {}

  /** One word for a POSIX shell, quoted where it has to be; control characters are left out. */
  static String word(String text) {
    String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
    return printable.matches("[A-Za-z0-9_./:@%+=,-]+")
        ? printable
        : "'" + printable.replace("'", "'\\''") + "'";
  }
}
