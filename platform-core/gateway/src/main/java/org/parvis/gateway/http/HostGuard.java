package org.parvis.gateway.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/** Turns away requests for another host, for page and API alike, before anything else looks at them. */
@Component(service = Filter.class)
@ServiceRanking(90)
@HttpWhiteboardContextSelect(SecurityHeaders.EVERYWHERE)
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
public final class HostGuard implements Filter {
    private static final int MISDIRECTED = 421;

    private final OwnHosts hosts;

    @Activate
    public HostGuard(@Reference OwnHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer
                && !hosts.isOwn(asked.getHeader("Host"))) {
            Problems.write(
                    answer,
                    new ProblemJson(
                            "urn:parvis:problem:wrong-host",
                            "Not this host",
                            MISDIRECTED,
                            "This platform does not answer to that host name; set 'public.url' in org.parvis.core to the"
                                    + " address people use.",
                            List.of()));
            return;
        }
        chain.doFilter(request, response);
    }
}
