package tech.coopcloud.ci.controller.dashboard;

/**
 * Something that a person has to mend, shown above the list of runs.
 *
 * @param path the file in the state repository, or empty
 * @param reason one CamelCase word
 * @param message one sentence: what, where, what to do
 */
public record Problem(String path, String reason, String message) {}
