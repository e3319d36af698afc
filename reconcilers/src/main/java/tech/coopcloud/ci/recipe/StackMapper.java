package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns compose files, read and merged, into what Swarm is to have, as docker stack deploy does.
 */
final class StackMapper {
  private static final String DEFAULT_NETWORK = "default";

  private final View root;
  private final Namespace namespace;
  private final FileObjects files;
  private final HostPaths hostPaths;
  private final Findings findings;
  private final Map<String, NetworkSpec> networks = new TreeMap<>();
  private final Set<String> externalNetworks = new TreeSet<>();
  private final Map<String, VolumeSpec> volumes = new TreeMap<>();

  StackMapper(
      View root, Namespace namespace, FileObjects files, HostPaths hostPaths, Findings findings) {
    this.root = root;
    this.namespace = namespace;
    this.files = files;
    this.hostPaths = hostPaths;
    this.findings = findings;
  }

  StackSpec map(int deployTimeoutSeconds) throws InvalidRecipeException {
    Map<String, View> services = root.views("services");
    if (services.isEmpty()) {
      findings.error(root.place(), "There is no service; name one under 'services'.");
    }
    List<ServiceSpec> specs = new ArrayList<>();
    services.forEach((name, service) -> specs.add(service(name, service)));
    specs.sort(Comparator.comparing(ServiceSpec::name));
    List<SecretSpec> secrets = files.secrets();
    List<ConfigSpec> configs = files.configs();
    findings.throwIfAny();
    return new StackSpec(
        namespace.stack(),
        List.copyOf(externalNetworks),
        List.copyOf(networks.values()),
        List.copyOf(volumes.values()),
        secrets,
        configs,
        specs,
        deployTimeoutSeconds,
        findings.warnings());
  }

  private ServiceSpec service(String name, View service) {
    String full = namespace.scope(name);
    namespace.checkService(service.place(), full);
    ServiceFields fields = new ServiceFields(name, service, findings);
    View deploy = service.view("deploy");
    Map<String, String> labels = namespace.labels(deploy.pairs("labels"));
    labels.put(Namespace.IMAGE_LABEL, fields.image());
    return new ServiceSpec(
        full,
        name,
        labels,
        container(fields, service),
        fields.mode(),
        fields.resources(),
        fields.restartPolicy(),
        fields.placement(),
        fields.update("update_config"),
        fields.update("rollback_config"),
        fields.logDriver(),
        attachments(name, service),
        deploy.textOrEmpty("endpoint_mode").toLowerCase(java.util.Locale.ROOT),
        fields.ports());
  }

  private ContainerSpec container(ServiceFields fields, View service) {
    Capabilities capabilities =
        Capabilities.effective(service.texts("cap_add"), service.texts("cap_drop"));
    return new ContainerSpec(
        fields.image(),
        service.texts("entrypoint"),
        service.texts("command"),
        fields.environment(),
        namespace.labels(service.pairs("labels")),
        service.textOrNull("hostname"),
        service.textOrNull("user"),
        List.of(),
        service.textOrNull("working_dir"),
        service.textOrNull("stop_signal"),
        service.duration("stop_grace_period"),
        service.flag("tty"),
        service.flag("stdin_open"),
        service.flag("read_only"),
        service.flagOrNull("init"),
        service.textOrNull("isolation"),
        fields.dns(),
        fields.hosts(),
        fields.healthcheck(),
        new Mounts(root.views("volumes"), namespace, volumes, hostPaths, findings).of(service),
        files.references("secrets", service),
        files.references("configs", service),
        capabilities.add(),
        capabilities.drop(),
        service.pairs("sysctls"),
        fields.ulimits());
  }

  private List<ServiceSpec.Attachment> attachments(String name, View service) {
    Map<String, View> declared = root.views("networks");
    Map<String, View> wanted = service.views("networks");
    if (wanted.isEmpty()) {
      wanted = new LinkedHashMap<>();
      wanted.put(DEFAULT_NETWORK, View.of(null, service.place()));
    }
    List<ServiceSpec.Attachment> attachments = new ArrayList<>();
    wanted.forEach(
        (key, use) -> {
          View network = declared.get(key);
          if (network == null && !key.equals(DEFAULT_NETWORK)) {
            findings.error(
                use.place(),
                "The service '"
                    + name
                    + "' is on the network '"
                    + key
                    + "', which is not declared; add it under the top-level 'networks'.");
            return;
          }
          List<String> aliases = new ArrayList<>(use.texts("aliases"));
          aliases.add(name);
          attachments.add(
              new ServiceSpec.Attachment(
                  network(key, network == null ? View.of(null, use.place()) : network),
                  aliases,
                  use.pairs("driver_opts")));
        });
    attachments.sort(Comparator.comparing(ServiceSpec.Attachment::network));
    return attachments;
  }

  /** Notes that the network is used, and gives its full name. */
  private String network(String key, View network) {
    External external = External.of(key, network, findings);
    String own = network.textOrEmpty("name");
    if (external.is()) {
      externalNetworks.add(external.name());
      return external.name();
    }
    String full = own.isEmpty() ? namespace.scope(key) : own;
    View ipam = network.view("ipam");
    boolean addresses = !ipam.textOrEmpty("driver").isEmpty() || !ipam.list("config").isEmpty();
    networks.putIfAbsent(
        full,
        new NetworkSpec(
            full,
            network.textOrEmpty("driver").isEmpty() ? "overlay" : network.textOrEmpty("driver"),
            network.pairs("driver_opts"),
            network.flag("internal"),
            network.flag("attachable"),
            addresses
                ? new NetworkSpec.Ipam(
                    ipam.textOrEmpty("driver"),
                    ipam.list("config").stream().map(pool -> pool.textOrEmpty("subnet")).toList())
                : null,
            namespace.labels(network.pairs("labels"))));
    return full;
  }
}
