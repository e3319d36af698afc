package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ConflictException;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.StoredObject;

/**
 * A process that writes until it is killed. Several writers count up shared counters; the message
 * of each count names the version that it was made from. What was acknowledged is printed, one line
 * each: {@code OK name version count from} or {@code GONE name version}. History begins anew
 * meanwhile, and what is left of it is removed.
 */
final class CrashChild {
  private static final Author AUTHOR = new Author("crash", "crash@example.org");
  private static final ObjectRules RULES = new ObjectRules(List.of(Widgets.TYPE));

  private CrashChild() {}

  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[1]);
    // Some rounds are all about that, in others it happens now and then.
    Housekeeping hasty =
        new Housekeeping(
            Duration.ofMillis(seed % 2 == 0 ? 1 : 3_000),
            Duration.ofSeconds(2),
            Set.of(Widgets.TYPE.name()));
    GitObjectStore store =
        GitObjectStore.open(
            Path.of(args[0]),
            List.of(Widgets.TYPE),
            Clock.systemUTC(),
            null,
            Lead.UNKNOWN,
            CommitListener.NONE,
            hasty);
    say("UP " + store.resourceVersion());
    for (int i = 0; i < 8; i++) {
      Random random = new Random(seed * 31 + i);
      Thread.ofPlatform().start(() -> write(store, random));
    }
  }

  private static void write(GitObjectStore store, Random random) {
    while (true) {
      ObjectKey key = Widgets.key("default", "counter-" + random.nextInt(6));
      try {
        StoredObject current = store.get(key);
        if (current == null) {
          ObjectNode fresh =
              RULES.created(
                  Widgets.TYPE, Widgets.manifest("default", key.name(), "red"), Instant.now());
          count(fresh, 0, 0);
          StoredObject stored = store.write(key, 0, fresh, AUTHOR);
          say("OK " + key.name() + " " + stored.resourceVersion() + " 0 0");
        } else if (random.nextInt(40) == 0) {
          StoredObject gone = store.write(key, current.resourceVersion(), null, AUTHOR);
          say("GONE " + key.name() + " " + gone.resourceVersion());
        } else {
          ObjectNode next = Json.tree(current);
          int count = next.at("/status/count").asInt() + 1;
          count(next, count, current.resourceVersion());
          if (random.nextInt(10) == 0) {
            next.withObjectProperty("spec").put("note", "count " + count);
          }
          StoredObject stored = store.write(key, current.resourceVersion(), next, AUTHOR);
          say(
              "OK "
                  + key.name()
                  + " "
                  + stored.resourceVersion()
                  + " "
                  + count
                  + " "
                  + current.resourceVersion());
        }
      } catch (ConflictException e) {
        continue; // another writer was faster
      }
    }
  }

  private static void count(ObjectNode object, int count, long from) {
    object.withObjectProperty("status").put("count", count).put("from", from);
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
