package io.cameleer.error;

import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The chain of causes of an error: routes, transactions and pools wrap what ends them. */
public final class Causes {
    private Causes() {}

    /** The error itself, its cause, and so on. */
    public static Stream<Throwable> of(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }

    /** The first of them that is of a type. */
    public static <T> Optional<T> first(Throwable error, Class<T> type) {
        return of(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The last of them that is of a type. */
    public static <T> Optional<T> last(Throwable error, Class<T> type) {
        return of(error).filter(type::isInstance).map(type::cast).reduce((outer, inner) -> inner);
    }

    /** The host name that has no address, if that is among them. Whoever asks first is told by Java what the resolver said, too. */
    public static Optional<String> unknownHost(Throwable error) {
        return first(error, UnknownHostException.class)
                .map(host -> host.getMessage().split(": ", 2)[0]);
    }
}
