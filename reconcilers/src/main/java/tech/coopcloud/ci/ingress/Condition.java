package tech.coopcloud.ci.ingress;

import java.util.List;
import java.util.function.Predicate;

/**
 * When a router takes a request. Of a host alone it can be said whether there may be a request for
 * it that is taken.
 */
sealed interface Condition {

  boolean matches(Call call);

  /** Whether some request for the host is taken. */
  boolean mayMatch(String host);

  /** Whether some request for the host is not taken. */
  boolean mayMiss(String host);

  /** Holds when all parts do. */
  record All(List<Condition> parts) implements Condition {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Call call) {
      return parts.stream().allMatch(it -> it.matches(call));
    }

    @Override
    public boolean mayMatch(String host) {
      return parts.stream().allMatch(it -> it.mayMatch(host));
    }

    @Override
    public boolean mayMiss(String host) {
      return parts.stream().anyMatch(it -> it.mayMiss(host));
    }
  }

  /** Holds when one part does. */
  record Any(List<Condition> parts) implements Condition {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Call call) {
      return parts.stream().anyMatch(it -> it.matches(call));
    }

    @Override
    public boolean mayMatch(String host) {
      return parts.stream().anyMatch(it -> it.mayMatch(host));
    }

    @Override
    public boolean mayMiss(String host) {
      return parts.stream().allMatch(it -> it.mayMiss(host));
    }
  }

  /** Holds when its part does not. */
  record Not(Condition part) implements Condition {
    @Override
    public boolean matches(Call call) {
      return !part.matches(call);
    }

    @Override
    public boolean mayMatch(String host) {
      return part.mayMiss(host);
    }

    @Override
    public boolean mayMiss(String host) {
      return part.mayMatch(host);
    }
  }

  /** Looks at the host. */
  record OfHost(Predicate<String> test) implements Condition {
    @Override
    public boolean matches(Call call) {
      return test.test(call.host());
    }

    @Override
    public boolean mayMatch(String host) {
      return test.test(host);
    }

    @Override
    public boolean mayMiss(String host) {
      return !test.test(host);
    }
  }

  /** Looks at anything else. */
  record OfCall(Predicate<Call> test) implements Condition {
    @Override
    public boolean matches(Call call) {
      return test.test(call);
    }

    @Override
    public boolean mayMatch(String host) {
      return true;
    }

    @Override
    public boolean mayMiss(String host) {
      return true;
    }
  }
}
