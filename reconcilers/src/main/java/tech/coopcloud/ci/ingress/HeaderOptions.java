package tech.coopcloud.ci.ingress;

import java.util.LinkedHashMap;
import java.util.Map;

/** Traefik's middleware headers: custom ones, and those for security that are a plain value. */
final class HeaderOptions {
  private static final Map<String, String> PLAIN =
      Map.of(
          "contentsecuritypolicy", "content-security-policy",
          "contentsecuritypolicyreportonly", "content-security-policy-report-only",
          "customframeoptionsvalue", "x-frame-options",
          "custombrowserxssvalue", "x-xss-protection",
          "referrerpolicy", "referrer-policy",
          "permissionspolicy", "permissions-policy");

  private HeaderOptions() {}

  static Middleware of(Options options) {
    Map<String, String> request = options.below("customrequestheaders").values();
    Map<String, String> response = new LinkedHashMap<>();
    if (options.flag("framedeny")) {
      response.put("x-frame-options", "DENY");
    }
    if (options.flag("browserxssfilter")) {
      response.put("x-xss-protection", "1; mode=block");
    }
    if (options.flag("contenttypenosniff")) {
      response.put("x-content-type-options", "nosniff");
    }
    String seconds = options.text("stsseconds", "0");
    if (seconds.matches("[1-9]\\d*")) {
      response.put(
          "strict-transport-security",
          "max-age="
              + seconds
              + (options.flag("stsincludesubdomains") ? "; includeSubDomains" : "")
              + (options.flag("stspreload") ? "; preload" : ""));
    }
    PLAIN.forEach(
        (option, header) -> {
          String value = options.text(option, "");
          if (!value.isEmpty()) {
            response.put(header, value);
          }
        });
    response.putAll(options.below("customresponseheaders").values());
    return passage -> passage.withRequestHeaders(request).withResponseHeaders(response);
  }
}
