package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import tech.coopcloud.ci.store.object.Json;

/**
 * {@code authorization.k8s.io/v1}: tells clients what they may do, which is everything, since who
 * holds the token may. {@code kubectl auth can-i} asks, and so does leader election in
 * java-operator-sdk before it starts.
 */
final class Reviews {
  static final String GROUP = "authorization.k8s.io";
  static final String VERSION = "v1";

  private static final String ACCESS = "selfsubjectaccessreviews";
  private static final String RULES = "selfsubjectrulesreviews";

  private Reviews() {}

  static void describe(ArrayNode resources) {
    describe(resources, ACCESS, "SelfSubjectAccessReview");
    describe(resources, RULES, "SelfSubjectRulesReview");
  }

  private static void describe(ArrayNode resources, String name, String kind) {
    resources
        .addObject()
        .put("name", name)
        .put("singularName", kind.toLowerCase(java.util.Locale.ROOT))
        .put("namespaced", false)
        .put("kind", kind)
        .putArray("verbs")
        .add("create");
  }

  static void answer(Context ctx, List<String> path) throws ApiError, IOException {
    boolean known =
        path.size() == 1 && (path.getFirst().equals(ACCESS) || path.getFirst().equals(RULES));
    if (!known) {
      throw ApiError.noSuchPath();
    }
    if (!ctx.req().getMethod().equals("POST")) {
      throw ApiError.methodNotAllowed();
    }
    boolean access = path.getFirst().equals(ACCESS);
    ObjectNode review = Json.object();
    if (Body.mediaType(ctx).equals("application/json")) {
      review = Body.object(ctx, WriteOptions.of(ctx));
    } else {
      // kubectl asks in protobuf, and reads JSON: whatever it asks, the answer is the same.
      Body.discard(ctx);
      review
          .put("kind", access ? "SelfSubjectAccessReview" : "SelfSubjectRulesReview")
          .put("apiVersion", GROUP + "/" + VERSION)
          .putObject("spec");
    }
    ObjectNode status = review.putObject("status");
    if (access) {
      status.put("allowed", true);
    } else {
      ObjectNode rule = Json.object();
      rule.putArray("verbs").add("*");
      rule.putArray("apiGroups").add("*");
      rule.putArray("resources").add("*");
      status.putArray("resourceRules").add(rule);
      status.putArray("nonResourceRules");
      status.put("incomplete", false);
    }
    Reply.json(ctx, 201, review);
  }
}
