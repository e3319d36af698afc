package tech.coopcloud.ci.recipe;

/** A value that is never shown: its text form hides it. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record SecretValue(byte[] bytes) {
  @Override
  public String toString() {
    return "SecretValue[hidden]";
  }
}
