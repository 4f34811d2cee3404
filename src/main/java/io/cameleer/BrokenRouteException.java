package io.cameleer;

import io.cameleer.error.Causes;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** A route cannot be run as it is written. The message says which, where it stands, and what is the matter. */
public final class BrokenRouteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BrokenRouteException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is the matter with the routes, if that is why they could not be started. */
    static Optional<BrokenRouteException> in(Throwable error, CamelContext context) {
        return Causes.of(error)
                .flatMap(cause -> explained(cause, context).stream())
                .findFirst()
                .map(message -> new BrokenRouteException(message, error));
    }

    private static Optional<String> explained(Throwable error, CamelContext context) {
        if (error instanceof FailedToCreateRouteException route) {
            return Optional.of("The route %s cannot be run:%n%s%n in %s"
                    .formatted(route.getRouteId(), reason(route).getMessage().strip(), place(route, context)));
        }
        if (error instanceof YamlDeserializationException || error instanceof MarkedYamlEngineException) {
            return Optional.of(
                    "A route cannot be read:%n%s".formatted(error.getMessage().strip()));
        }
        return Optional.empty();
    }

    /** What began it; of an expression, what says where in it. */
    private static Throwable reason(Throwable error) {
        return error.getCause() == null || error instanceof SimpleIllegalSyntaxException
                ? error
                : reason(error.getCause());
    }

    /** File and line of the step at fault, which the error only shows. */
    private static String place(FailedToCreateRouteException error, CamelContext context) {
        var route = ((ModelCamelContext) context).getRouteDefinition(error.getRouteId());
        if (route == null) {
            return "an unknown file";
        }
        return Stream.concat(steps(route), Stream.of(route))
                .filter(step -> step == route || error.getMessage().contains(">>> " + step + " <<<"))
                .map(step -> "%s, line %d".formatted(step.getLocation(), step.getLineNumber()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<ProcessorDefinition<?>> steps(ProcessorDefinition<?> step) {
        return step.getOutputs().stream().flatMap(inner -> Stream.concat(Stream.of(inner), steps(inner)));
    }
}
