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
                -- Nothing that others have put into schema public is taken for PostgreSQL's own
                alter role %2$s set search_path = pg_catalog, pg_temp;
                -- Its own schemas (%3$s and cameleer, the ledger), and temporary tables to merge through
                grant connect, create, temporary on database %5$s to %2$s;
                -- If %3$s is there already, made by somebody else: a table can be widened by its owner only, so that those of
                -- events have to be the user's. Do not grant it the role of whoever made them: others' tables, triggers and
                -- functions would be the user's, too
                -- grant usage, create on schema %6$s to %2$s;
                -- alter table %6$s."each table of events" owner to %2$s;
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
