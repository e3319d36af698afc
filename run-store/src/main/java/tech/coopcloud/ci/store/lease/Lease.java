package tech.coopcloud.ci.store.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@code coordination.k8s.io/v1} Lease, as YAML.
 *
 * @param holder who leads; null when it was given back
 * @param duration after how long without a change another may take it; null when time alone never
 *     frees it, because nobody else was there to take it
 * @param installation a fingerprint of what all servers of one installation have in common
 * @param acquired since when the holder leads
 * @param renewed when it said so last, which is for people: clocks are not compared
 * @param transitions how often it went to another holder
 */
record Lease(
    @Nullable String holder,
    @Nullable Duration duration,
    String installation,
    Instant acquired,
    Instant renewed,
    int transitions) {
  private static final String INSTALLATION = "ci.coopcloud.tech/installation";
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());

  Lease {
    acquired = acquired.truncatedTo(ChronoUnit.MICROS);
    renewed = renewed.truncatedTo(ChronoUnit.MICROS);
  }

  /** The one of who takes what was there, which may be its own. */
  static Lease after(
      @Nullable Lease before, Candidate holder, @Nullable Duration duration, Instant now) {
    boolean own = before != null && holder.name().equals(before.holder());
    return new Lease(
        holder.name(),
        duration,
        holder.installation(),
        before != null && own ? before.acquired() : now,
        now,
        before == null ? 0 : before.transitions() + (own ? 0 : 1));
  }

  /** Whether time alone never frees it. */
  boolean isSolo() {
    return holder != null && duration == null;
  }

  /** The same, said again. */
  Lease renewed(@Nullable Duration duration, Instant now) {
    return new Lease(holder, duration, installation, acquired, now, transitions);
  }

  /** The same, given back. */
  Lease released(Instant now) {
    return new Lease(null, null, installation, acquired, now, transitions);
  }

  String text() {
    ObjectNode lease =
        YAML.createObjectNode().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", "cc-ci");
    metadata.putObject("annotations").put(INSTALLATION, installation);
    ObjectNode spec = lease.putObject("spec");
    if (holder != null) {
      spec.put("holderIdentity", holder);
    }
    if (duration != null) {
      spec.put("leaseDurationSeconds", Math.max(1, duration.toSeconds()));
    }
    spec.put("acquireTime", acquired.toString());
    spec.put("renewTime", renewed.toString());
    spec.put("leaseTransitions", transitions);
    try {
      return YAML.writeValueAsString(lease);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A JSON tree cannot be written as YAML", e);
    }
  }

  /**
   * @throws IOException when it is no lease
   */
  static Lease parse(String text) throws IOException {
    JsonNode lease = YAML.readTree(text);
    JsonNode spec = lease.path("spec");
    try {
      return new Lease(
          spec.path("holderIdentity").asText(null),
          spec.has("leaseDurationSeconds")
              ? Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong())
              : null,
          lease.path("metadata").path("annotations").path(INSTALLATION).asText(),
          Instant.parse(spec.path("acquireTime").asText()),
          Instant.parse(spec.path("renewTime").asText()),
          spec.path("leaseTransitions").asInt());
    } catch (DateTimeException e) {
      throw new IOException("What is in the state repository as refs/cc-ci/lease is no lease", e);
    }
  }
}
