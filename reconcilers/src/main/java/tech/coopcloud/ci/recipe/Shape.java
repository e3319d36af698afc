package tech.coopcloud.ci.recipe;

/**
 * What a field of a compose file may look like. Reading turns every form that is allowed into one:
 * short forms into long ones, lists of {@code KEY=value} into mappings, numbers that stand for text
 * into text. What is not allowed becomes a finding.
 */
@FunctionalInterface
interface Shape {
  Node read(Node node, Reading reading);

  /**
   * @param minor of the file's version: 8 for 3.8
   */
  record Reading(Findings findings, int minor) {
    /** Notes that the value is not what the field wants; the value is then left as it is. */
    Node wrong(Node node, String wanted) {
      findings.error(
          node.place(),
          "The field '"
              + node.place().path()
              + "' must be "
              + wanted
              + ", not "
              + node.kind()
              + ".");
      return node;
    }
  }
}
