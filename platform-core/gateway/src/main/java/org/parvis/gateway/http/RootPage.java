package org.parvis.gateway.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Shows the page at the address that people type, and says of everything that nobody else serves that it is not there. The
 * page's files are another bundle's, and may be missing.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class RootPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        boolean reading =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        RequestDispatcher page = request.getRequestDispatcher("/page/index.html");
        if (reading && page != null && request.getRequestURI().equals("/")) {
            page.forward(request, response);
        } else {
            Problems.write(
                    response,
                    new ProblemJson(
                            "urn:parvis:problem:http-404",
                            "Not Found",
                            HttpServletResponse.SC_NOT_FOUND,
                            "There is nothing here; the page is at /, the description of the API at /api/v1/openapi.json.",
                            List.of()));
        }
    }
}
