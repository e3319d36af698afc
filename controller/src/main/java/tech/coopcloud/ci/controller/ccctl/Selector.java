package tech.coopcloud.ci.controller.ccctl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which objects of a collection: by labels and by fields, in the server's notation. */
record Selector(@Nullable String labels, @Nullable String fields) {
  /** The query of a request, empty or beginning with a question mark. */
  String query() {
    List<String> parts = new ArrayList<>();
    if (labels != null) {
      parts.add("labelSelector=" + Api.encoded(labels));
    }
    if (fields != null) {
      parts.add("fieldSelector=" + Api.encoded(fields));
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }
}
