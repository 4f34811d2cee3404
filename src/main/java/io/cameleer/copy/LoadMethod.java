package io.cameleer.copy;

/** How rows reach PostgreSQL: the choice in the route {@code send}. */
public enum LoadMethod {
    COPY,
    INSERT
}
