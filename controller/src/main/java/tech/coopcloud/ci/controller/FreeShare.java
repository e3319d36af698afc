package tech.coopcloud.ci.controller;

/** A share of a disk that is to stay free, in percent. */
final class FreeShare {
  private FreeShare() {}

  /**
   * @param option its name, for the one who has to change it
   */
  static int checked(String option, int percent) {
    if (percent < 0 || percent > 99) {
      throw new StartupException(
          option + " is a share of the disk: give it from 0 to 99 percent, not " + percent + ".");
    }
    return percent;
  }
}
