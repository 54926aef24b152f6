package org.parvis.gateway.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.parvis.api.metrics.MetricsService;

/**
 * The platform's figures for Prometheus, to whoever presents the operator's token and to nobody else: behind a proxy on the
 * same machine every request comes from the loopback address, so that address is no leave. Without a token there is nothing.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/metrics")
public final class MetricsPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Bearer ";

    private final transient MetricsService metrics;

    @Activate
    public MetricsPage(@Reference MetricsService metrics) {
        this.metrics = metrics;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!metrics.isOffered()) {
            Problems.write(
                    response,
                    new ProblemJson(
                            "urn:parvis:problem:http-404",
                            "Not Found",
                            HttpServletResponse.SC_NOT_FOUND,
                            "Figures are offered when 'token' is set in org.parvis.metrics.",
                            List.of()));
            return;
        }
        String presented = request.getHeader("Authorization");
        if (presented == null
                || !presented.startsWith(SCHEME)
                || !metrics.admits(presented.substring(SCHEME.length()).strip())) {
            response.setHeader("WWW-Authenticate", "Bearer");
            Problems.write(
                    response,
                    new ProblemJson(
                            "urn:parvis:problem:unauthenticated",
                            "Unauthenticated",
                            HttpServletResponse.SC_UNAUTHORIZED,
                            "This needs the operator's token for figures.",
                            List.of()));
            return;
        }
        byte[] body = metrics.text().getBytes(StandardCharsets.UTF_8);
        response.setContentType(MetricsService.CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
