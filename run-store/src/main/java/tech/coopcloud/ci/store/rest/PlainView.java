package tech.coopcloud.ci.store.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/** Objects as they are kept: their bytes, without parsing them. */
record PlainView(ResourceType type) implements View {
  @Override
  public byte[] one(StoredObject object) {
    return object.json();
  }

  @Override
  public byte[] bookmark(long resourceVersion, boolean initialEnd) {
    return Json.bytes(View.marker(type.apiVersion(), type.kind(), resourceVersion, initialEnd));
  }

  @Override
  public void list(Page page, OutputStream out) throws IOException {
    out.write(
        View.utf8(
            "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                .formatted(type.kind(), type.apiVersion(), page.metadata())));
    List<StoredObject> objects = page.objects();
    for (int i = 0; i < objects.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(objects.get(i).json());
    }
    out.write(View.utf8("]}"));
  }
}
