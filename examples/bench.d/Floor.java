import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least that an install test of custom-html can take: the same objects, made, looked at and removed by plain requests to
 * the Docker engine, with nothing decided, recorded or reported. And, as what people do without cc-ci, the same with the
 * `docker stack` command.
 *
 * <p>Arguments: the recipe's folder, the ingress network, the docker command. Reads lines {@code api NAME} and {@code stack
 * NAME} from standard input and answers each with the milliseconds that it took; the process lives on between them, since a
 * server does not start its JVM for every test either.
 */
final class Floor {
  private static final String LABEL = "com.docker.stack.namespace";
  private static final long LIMIT_MILLIS = 500_000;
  private static final int POLL_MILLIS = 10;

  private final Path recipe;
  private final String network;
  private final String docker;

  private Floor(Path recipe, String network, String docker) {
    this.recipe = recipe;
    this.network = network;
    this.docker = docker;
  }

  public static void main(String[] args) throws Exception {
    var floor = new Floor(Path.of(args[0]), args[1], args[2]);
    var commands = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = commands.readLine()) != null; ) {
      String[] command = line.split(" ");
      long start = System.nanoTime();
      if (command[0].equals("api")) {
        floor.api(command[1]);
      } else {
        floor.stack(command[1]);
      }
      System.out.println((System.nanoTime() - start) / 1_000_000);
    }
  }

  private void api(String stack) throws Exception {
    request("POST", "/volumes/create", "{\"Name\":\"%s_content\",\"Labels\":{\"%s\":\"%s\"}}".formatted(stack, LABEL, stack));
    var configs = new ArrayList<String>();
    var references = new ArrayList<String>();
    for (String[] config :
        new String[][] {
          {"default_conf", "default.conf.tmpl", "/etc/nginx/conf.d/default.conf"},
          {"index", "index.html.tmpl", "/srv/welcome/index.html"},
          {"style", "style.css", "/srv/welcome/style.css"},
          {"script", "script.js", "/srv/welcome/script.js"}
        }) {
      String name = stack + "_" + config[0];
      String id = field("ID", request("POST", "/configs/create", config(stack, name, config[1])));
      configs.add(id);
      references.add(
          """
          {"ConfigID":"%s","ConfigName":"%s","File":{"Name":"%s","UID":"0","GID":"0","Mode":292}}"""
              .formatted(id, name, config[2]));
    }
    String networkId = field("Id", request("GET", "/networks/" + network, ""));
    String service =
        field("ID", request("POST", "/services/create", service(stack, networkId, references)));

    String container = awaitHealthy(stack);

    request("DELETE", "/services/" + service, "");
    request("DELETE", "/containers/" + container + "?force=1", "");
    for (String config : configs) {
      request("DELETE", "/configs/" + config, "");
    }
    untilAccepted("DELETE", "/volumes/" + stack + "_content");
    awaitNothing("/containers/json?all=1&filters=", stack);
    awaitNothing("/services?filters=", stack);
  }

  private void stack(String stack) throws Exception {
    Path compose = recipe.resolve("compose.bench.yml");
    Files.writeString(
        compose,
        Files.readString(recipe.resolve("compose.yml"))
            .replace("    deploy:\n", "    deploy:\n      endpoint_mode: dnsrr\n"));
    run(stack, docker, "stack", "deploy", "--resolve-image", "never", "-c", compose.toString(), stack);
    awaitHealthy(stack);
    run(stack, docker, "stack", "rm", stack);
    awaitNothing("/containers/json?all=1&filters=", stack);
    awaitNothing("/services?filters=", stack);
    untilAccepted("DELETE", "/volumes/" + stack + "_content");
    Files.delete(compose);
  }

  private String config(String stack, String name, String file) throws IOException {
    return """
        {"Name":"%s","Labels":{"%s":"%s"},"Data":"%s"%s}"""
        .formatted(
            name,
            LABEL,
            stack,
            Base64.getEncoder().encodeToString(Files.readAllBytes(recipe.resolve(file))),
            file.endsWith(".tmpl") ? ",\"Templating\":{\"Name\":\"golang\"}" : "");
  }

  /** As compose.yml has it. A virtual address would not answer where the kernel has no IPVS, hence dnsrr. */
  private static String service(String stack, String network, List<String> configs) {
    return """
        {"Name":"%1$s_app","Labels":{"%2$s":"%1$s"},
         "EndpointSpec":{"Mode":"dnsrr"},
         "Mode":{"Replicated":{"Replicas":1}},
         "TaskTemplate":{
           "Networks":[{"Target":"%3$s","Aliases":["app"]}],
           "RestartPolicy":{"Condition":"on-failure"},
           "ContainerSpec":{
             "Image":"nginx:1.27.2","Labels":{"%2$s":"%1$s"},
             "Env":["DOMAIN=%1$s.localhost","SITE_TITLE=A page of our own"],
             "Configs":[%4$s],
             "Mounts":[{"Type":"volume","Source":"%1$s_content","Target":"/srv/content"}],
             "Healthcheck":{"Test":["CMD","curl","-fsS","-o","/dev/null","http://localhost"],
               "Interval":1000000000,"Timeout":5000000000,"Retries":10,"StartPeriod":10000000000}}}}"""
        .formatted(stack, LABEL, network, String.join(",", configs));
  }

  /** Waits until the one task runs, which is when its health check has passed, and answers over HTTP; its container. */
  private String awaitHealthy(String stack) throws Exception {
    long end = System.currentTimeMillis() + LIMIT_MILLIS;
    while (!request("GET", "/tasks?filters=" + of(stack), "").contains("\"State\":\"running\",\"Message\"")) {
      pause(end, "the task of " + stack + " to run");
    }
    String container = field("Id", request("GET", "/containers/json?filters=" + of(stack), ""));
    String bridge = request("GET", "/networks/docker_gwbridge", "");
    Matcher address =
        Pattern.compile(container + "\":\\{[^}]*\"IPv4Address\":\"([^/]*)/").matcher(bridge);
    if (!address.find()) {
      throw new IOException(container + " has no address on docker_gwbridge");
    }
    while (!answers("http://" + address.group(1) + "/")) {
      pause(end, stack + " to answer");
    }
    return container;
  }

  private static boolean answers(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void awaitNothing(String path, String stack) throws Exception {
    long end = System.currentTimeMillis() + LIMIT_MILLIS;
    while (!request("GET", path + of(stack), "").strip().equals("[]")) {
      pause(end, "nothing to be left of " + stack);
    }
  }

  /** A volume is in use for a moment after its container is gone. */
  private static void untilAccepted(String method, String path) throws Exception {
    long end = System.currentTimeMillis() + LIMIT_MILLIS;
    while (true) {
      try {
        request(method, path, "");
        return;
      } catch (IOException refused) {
        pause(end, method + " " + path);
      }
    }
  }

  private static void pause(long end, String what) throws Exception {
    if (System.currentTimeMillis() > end) {
      throw new IOException("waited in vain for " + what);
    }
    Thread.sleep(POLL_MILLIS);
  }

  private static String of(String stack) {
    return URLEncoder.encode("{\"label\":[\"" + LABEL + "=" + stack + "\"]}", UTF_8);
  }

  private static String field(String name, String json) throws IOException {
    Matcher field = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!field.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return field.group(1);
  }

  private void run(String stack, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STACK_NAME", stack);
    builder.environment().put("DOMAIN", stack + ".localhost");
    builder.environment().put("SITE_TITLE", "A page of our own");
    for (String config : List.of("DEFAULT_CONF", "INDEX", "STYLE", "SCRIPT")) {
      builder.environment().put(config + "_VERSION", "v1");
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }

  /** One request over the engine's socket; HTTP/1.0, so that the answer ends where the connection does. */
  private static String request(String method, String path, String body) throws IOException {
    try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of("/var/run/docker.sock"));
      byte[] content = body.getBytes(UTF_8);
      var head =
          "%s /v1.41%s HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, content.length);
      write(socket, head.getBytes(UTF_8));
      write(socket, content);
      String answer =
          new String(Channels.newInputStream(socket).readAllBytes(), UTF_8);
      int status = Integer.parseInt(answer.substring(9, 12));
      String text = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      if (status >= 300) {
        throw new IOException(method + " " + path + ": " + status + " " + text);
      }
      return text;
    }
  }

  private static void write(SocketChannel socket, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      socket.write(buffer);
    }
  }
}
