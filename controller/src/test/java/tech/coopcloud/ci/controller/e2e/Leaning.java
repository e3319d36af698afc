package tech.coopcloud.ci.controller.e2e;

import java.util.Map;

/** A site that is of no use without the small site, which it is handed by its environment. */
final class Leaning {
  /** The Recipe's settings, where the small site is enrolled as {@code site}. */
  static final String SPEC =
      """
      dependsOn: [site]
      deploy:
        env:
          SITE_STACK: "{{ dependencies.site.stack }}"
          SITE_DOMAIN: "{{ dependencies.site.domain }}"
          SITE_PASSWORD: "{{ dependencies.site.secrets.password }}"
      checks:
        - name: reaches it
          exec:
            command: [sh, -c, 'curl -fsS "http://${SITE_STACK}_app/"']
            contains: Hello
        - name: has its password
          exec:
            command: [printenv, SITE_PASSWORD]
            contains: "{{ dependencies.site.secrets.password }}"
        - name: leads to it
          browser:
            - goto: /
            - expectText: Leaning
            - click: a
            - expectUrl: "https://{{ dependencies.site.domain }}/"
            - expectText: Hello
      """;

  private Leaning() {}

  /** The same where the small site has another name. */
  static String on(String name) {
    return SPEC.replace("[site]", "[" + name + "]")
        .replace("dependencies.site.", "dependencies." + name + ".");
  }

  /** Its files. */
  static Map<String, String> files() {
    Map<String, String> files =
        Site.with(
            "    networks: [proxy, internal]\n",
            """
                networks: [proxy, internal]
                environment: [SITE_STACK, SITE_DOMAIN, SITE_PASSWORD]
                command: [sh, -c, 'echo "I was handed $$SITE_PASSWORD."; exec nginx -g "daemon off;"']
            """
                .indent(0));
    files.computeIfPresent(
        "compose.yml",
        (name, text) ->
            text.replace("file: index.html", "file: index.html\n    template_driver: golang"));
    files.put(
        "index.html",
        "<!doctype html><html><head><title>Leaning</title></head><body><h1>Leaning</h1>"
            + "<a href=\"https://{{ env \"SITE_DOMAIN\" }}/\">the other</a></body></html>\n");
    files.computeIfPresent(
        ".env.sample", (name, text) -> text + "SITE_STACK=\nSITE_DOMAIN=\nSITE_PASSWORD=\n");
    return files;
  }
}
