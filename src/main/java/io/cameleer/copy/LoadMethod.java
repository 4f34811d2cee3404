package io.cameleer.copy;

/** How rows reach PostgreSQL. Each has a route of its name. */
public enum LoadMethod {
    COPY,
    INSERT
}
