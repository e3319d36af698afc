package tech.coopcloud.ci.forge;

/**
 * What a commit is to show.
 *
 * @param state pending, success, failure or error
 * @param context tells it from those of others, e.g. {@code cc-ci/custom-html}
 * @param description one line
 * @param address where a person reads more
 */
public record CommitStatus(String state, String context, String description, String address) {}
