package tech.coopcloud.ci.forge;

import java.time.Instant;
import java.util.List;

/**
 * The comments of a repository, those with the lowest id first.
 *
 * @param at the forge's clock when it answered
 */
public record Comments(List<Comment> list, Instant at) {}
