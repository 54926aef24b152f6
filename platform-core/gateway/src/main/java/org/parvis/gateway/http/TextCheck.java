package org.parvis.gateway.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.parvis.api.ProblemException;

/** Refuses query parameters with characters that are no text, which a database would refuse less kindly. */
@PreMatching
@Component(service = ContainerRequestFilter.class)
@JakartarsExtension
@JakartarsName("text-check")
public final class TextCheck implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!UnwritableTextException.isWritable(name)
                    || !values.stream().allMatch(UnwritableTextException::isWritable)) {
                throw ProblemException.invalid(
                        name, "text.unwritable", "The parameter '" + name + "' " + UnwritableTextException.WHY + ".");
            }
        });
    }
}
