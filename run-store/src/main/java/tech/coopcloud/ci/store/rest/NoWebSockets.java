package tech.coopcloud.ci.store.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells clients that try a watch over a WebSocket first (the fabric8 client does) that there are
 * none. A 200 where a switch of protocols was asked for is what makes it use plain HTTP at once; at
 * a 503 it would try again for twenty seconds first.
 */
final class NoWebSockets implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean upgrade =
        request instanceof HttpServletRequest asked
            && "websocket".equalsIgnoreCase(asked.getHeader("Upgrade"));
    if (!upgrade || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    answer.setStatus(HttpServletResponse.SC_OK);
    answer.setContentLength(0);
  }
}
