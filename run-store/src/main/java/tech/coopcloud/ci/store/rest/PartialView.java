package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.StoredObject;

/**
 * Objects' metadata only: {@code PartialObjectMetadata} of {@code meta.k8s.io/v1}.
 *
 * @param list whether the client asked for the list kind; of no consequence for what it gets
 */
record PartialView(boolean list) implements View {
  private static final String API_VERSION = "meta.k8s.io/v1";
  private static final String KIND = "PartialObjectMetadata";

  static ObjectNode partial(ObjectNode object) {
    ObjectNode partial = Json.object().put("kind", KIND).put("apiVersion", API_VERSION);
    partial.set("metadata", object.path("metadata"));
    return partial;
  }

  @Override
  public byte[] one(StoredObject object) {
    return Json.bytes(partial(Json.tree(object)));
  }

  @Override
  public byte[] bookmark(long resourceVersion, boolean initialEnd) {
    return Json.bytes(View.marker(API_VERSION, KIND, resourceVersion, initialEnd));
  }

  @Override
  public void list(Page page, OutputStream out) throws IOException {
    ObjectNode answer = Json.object().put("kind", KIND + "List").put("apiVersion", API_VERSION);
    answer.set("metadata", page.metadata());
    ArrayNode items = answer.putArray("items");
    page.objects().forEach(object -> items.add(partial(Json.tree(object))));
    out.write(Json.bytes(answer));
  }
}
