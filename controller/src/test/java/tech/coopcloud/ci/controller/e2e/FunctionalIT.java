package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;

/** The stage functional, on the whole product. */
class FunctionalIT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private static Path folder;
  private static CcCi server;

  @BeforeAll
  static void start() {
    server = new CcCi(folder.resolve("server"), "--capacity", "2").start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static StageStatus functional(String name, Map<String, String> extra, String spec) {
    RecipeRepository site = RecipeRepository.in(folder.resolve(name));
    Map<String, String> files = Site.files();
    files.putAll(extra);
    site.commit(files);
    server.enroll(name, site.address(), spec);
    server.request(name, name, "stages: [functional]");
    TestRun run = server.done(name, PATIENCE);
    assertThat(run.getStatus().stage(StageName.INSTALL).state())
        .as(server.runLog(name))
        .isEqualTo(StageState.PASSED);
    assertThat(run.getStatus().leftoversOrNone()).isEmpty();
    return run.getStatus().stage(StageName.FUNCTIONAL);
  }

  @Test
  void everyKindOfCheckIsMadeAndOneThatFailsIsSaidWithoutTheSecret() {
    StageStatus stage =
        functional(
            "checked",
            Map.of(
                "tests/test_site.py",
                """
                import os, requests

                def test_it_says_hello():
                    assert "Hello" in requests.get(os.environ["CCCI_BASE_URL"]).text
                """),
            """
            checks:
              - name: says hello
                http: {path: /, contains: Hello}
              - name: is not there
                http: {path: /nope, code: 404}
              - name: knows the password
                exec:
                  command: [grep, -c, "{{ secrets.password }}", /run/secrets/password]
                  contains: "1"
              - name: tells the password
                exec:
                  command: [cat, /run/secrets/password]
                  contains: "{{ secrets.password }} and more"
              - name: opens
                browser:
                  - goto: /
                  - expectText: Hello
                  - screenshot: hello
            """);

    assertThat(stage.state()).as(server.runLog("checked")).isEqualTo(StageState.FAILED);
    assertThat(stage.reason()).isEqualTo("CheckFailed");
    for (String good :
        new String[] {
          "says hello",
          "is not there",
          "knows the password",
          "opens",
          "tests",
          "tests: test_site test_it_says_hello",
          "tests: pytest"
        }) {
      Check check = stage.check(good);
      assertThat(check).as(good + "\n" + server.runLog("checked")).isNotNull();
      assertThat(check.state()).as(check.toString()).isEqualTo(StageState.PASSED);
    }
    assertThat(stage.check("opens").screenshot()).isEqualTo("check-opens-hello.png");
    assertThat(stage.check("tells the password").message())
        .isEqualTo(
            "cat in service app ended with exit code 0 without the expected text"
                + " \"{{ secrets.password }} and more\" (it wrote: ***).");
  }

  @Test
  void aRecipeWithNothingToCheckIsACoverageGap() {
    StageStatus stage = functional("unchecked", Map.of(), "");

    assertThat(stage.state()).isEqualTo(StageState.UNVERIFIED);
    assertThat(stage.reason()).isEqualTo("CoverageGap");
    assertThat(stage.message()).contains("declares no checks", "expectedSkips");
  }

  @Test
  void lintIsAStageThatStopsNoOtherAndFilesAndHooksAreThereBeforeAnythingIsAsked() {
    RecipeRepository site = RecipeRepository.in(folder.resolve("hooked"));
    site.commit(Site.files());
    server.enroll(
        "hooked",
        site.address(),
        """
        deploy:
          files:
            - path: /placed/greeting
              content: "placed for {{ domain }}"
              mode: "0440"
          hooks:
            - command: [sh, -c, "echo ready >/usr/share/nginx/html/{{ run }}"]
            - command: [sh, -c, "cat /placed/greeting >/usr/share/nginx/html/greeting; stat -c %a /placed/greeting"]
              contains: "440"
        checks:
          - name: the file is there
            http: {path: /greeting, contains: "placed for {{ domain }}"}
          - name: the hook ran
            http: {path: "/{{ run }}", contains: ready}
        """);
    server.request("hooked", "hooked", "stages: [lint, functional]");

    TestRun run = server.done("hooked", PATIENCE);

    assertThat(run.getStatus().stage(StageName.LINT).check("lint"))
        .as(server.runLog("hooked"))
        .isNotNull();
    assertThat(run.getStatus().stage(StageName.INSTALL).check("hook 1").state())
        .as(server.runLog("hooked"))
        .isEqualTo(StageState.PASSED);
    for (String check : new String[] {"the file is there", "the hook ran"}) {
      assertThat(run.getStatus().stage(StageName.FUNCTIONAL).check(check).state())
          .as(check + "\n" + server.runLog("hooked"))
          .isEqualTo(StageState.PASSED);
    }
  }
}
