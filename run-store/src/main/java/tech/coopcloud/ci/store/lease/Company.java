package tech.coopcloud.ci.store.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The standbys that a leader sees, and since when each of them has said nothing. */
final class Company {
  private final Election election;
  private final Map<String, Said> said = new HashMap<>();

  private record Said(String version, long since) {}

  Company(Election election) {
    this.election = election;
  }

  /**
   * Takes in what is on the register.
   *
   * @return the names there of those that have said nothing for so long that they are gone
   */
  List<String> see(Map<String, String> versions) {
    long now = election.now();
    said.keySet().retainAll(versions.keySet());
    versions.forEach(
        (name, version) -> {
          Said before = said.get(name);
          if (election.isOfAnother(name) && (before == null || !before.version.equals(version))) {
            said.put(name, new Said(version, now));
          }
        });
    List<String> gone = new ArrayList<>();
    said.forEach(
        (name, last) -> {
          if (now - last.since > election.times().gone().toNanos()) {
            gone.add(name);
          }
        });
    return gone;
  }
}
