package tech.coopcloud.ci.ingress;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.StackSpec;

/** What every ingress has in common: where it answers, and how deployments are asked through it. */
abstract class ProbedIngress implements Ingress {
  private final Router.Server server;
  private final String network;
  private final InetSocketAddress address;
  private final Prober prober;

  /**
   * @param server by whose rules the labels are judged
   * @param network by which services are reached
   * @param client leads every domain to the address
   */
  ProbedIngress(
      Router.Server server, String network, InetSocketAddress address, HttpClient client) {
    this.server = server;
    this.network = network;
    this.address = address;
    this.prober = new Prober(client);
  }

  @Override
  public final String networkName() {
    return network;
  }

  @Override
  public final @Nullable String noRoute(StackSpec stack, String domain) {
    return NoRoute.why(stack, domain, network, server);
  }

  @Override
  public final URI uri(String domain, String path) {
    return Addresses.uri(address, domain, path);
  }

  @Override
  public final Answer get(URI uri, Duration timeout) throws InterruptedException {
    return prober.get(uri, timeout);
  }

  @Override
  public final Answer ask(Question question, Duration timeout) throws InterruptedException {
    return prober.ask(question, timeout);
  }

  @Override
  public final InetSocketAddress address() {
    return address;
  }
}
