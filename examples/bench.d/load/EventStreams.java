import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Sends every event to whoever listens. */
final class EventStreams {
  private final Set<BlockingQueue<String>> listeners = ConcurrentHashMap.newKeySet();

  void happened(Kind kind, String action, String id, Map<String, String> attributes) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("Type", kind.word()).put("Action", action).put("time", System.currentTimeMillis() / 1000);
    ObjectNode actor = event.putObject("Actor").put("ID", id).putObject("Attributes");
    attributes.forEach(actor::put);
    listeners.forEach(listener -> listener.add(event + "\n"));
  }

  /** Goes on until the listener is gone, which is seen when it is to be told the next event. */
  void send(OutputStream out) throws IOException, InterruptedException {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    listeners.add(events);
    try {
      out.flush();
      while (true) {
        out.write(events.take().getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } finally {
      listeners.remove(events);
    }
  }
}
