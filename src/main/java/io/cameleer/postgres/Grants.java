package io.cameleer.postgres;

import io.cameleer.naming.Namespace;
import io.cameleer.settings.Settings;

/** The rights that loading needs, and no more. */
public record Grants(String user, String database, String namespace) {
    /** For the user, database and namespace of the settings. */
    public static Grants of(Settings settings) {
        return new Grants(
                settings.required("warehouse.user", "the user to connect as"),
                settings.required("warehouse.database", "the database to load into"),
                Namespace.of(settings).name());
    }

    /** SQL for the owner of the database, or a superuser; may be run again. */
    public String sql() {
        return """
                -- Run as the owner of the database or as a superuser: cameleer grants … | psql -d %7$s
                -- The user; give it a password afterwards, in psql by \\password %4$s
                do $$ begin
                  if not exists (select from pg_roles where rolname = %1$s) then
                    create role %2$s login;
                  end if;
                end $$;
                -- Its own schemas (%3$s and cameleer, the ledger), and temporary tables to merge through
                grant connect, create, temporary on database %5$s to %2$s;
                -- If %3$s is there already, made by somebody else: its tables can be widened by their owner only, so that
                -- the user has to be a member of the owner's role:
                -- grant usage, create on schema %6$s to %2$s;
                -- grant "owner of its tables" to %2$s;
                """
                .formatted(
                        "'" + user.replace("'", "''") + "'",
                        Identifier.quoted(user),
                        namespace,
                        user,
                        Identifier.quoted(database),
                        Identifier.quoted(namespace),
                        database);
    }
}
