package io.cameleer.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The password of an embedded PostgreSQL, which whoever owns its folder can read, and nobody else on this machine: in a
 * file {@code pgpass} beside its data, in the form that {@code PGPASSFILE} of PostgreSQL's own programs names.
 */
final class OwnersPassword {
    /** Everybody, as a server begins that nobody has told anything. */
    private static final String TRUST = "host all all samehost trust\n";

    private static final String ASK = "host all all samehost scram-sha-256\n";

    private static final int BYTES = 24;

    private final Path file;
    private final Path rules;
    private final String password;

    private OwnersPassword(Path file, Path rules, String password) {
        this.file = file;
        this.rules = rules;
        this.password = password;
    }

    /**
     * The password that the server has, or is to get once it has started.
     *
     * @param folder holds the file
     * @param data the server's
     */
    static OwnersPassword in(Path folder, Path data) throws IOException {
        var file = folder.resolve("pgpass");
        var rules = data.resolve("pg_hba.conf");
        if (Files.exists(file)) {
            var line = Files.readString(file).strip();
            return new OwnersPassword(file, rules, line.substring(line.lastIndexOf(':') + 1));
        }
        if (Files.exists(rules)) {
            // nobody knows what it asks for
            Files.writeString(rules, TRUST);
        }
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new OwnersPassword(file, rules, HexFormat.of().formatHex(random));
    }

    String password() {
        return password;
    }

    /** The properties of a connection, which a server that does not ask yet ignores. */
    Map<String, String> properties() {
        return Map.of("password", password);
    }

    /** Has the server ask for it from here on. */
    void demand(DataSource server) throws IOException, SQLException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "localhost:*:*:postgres:" + password + "\n");
        }
        try (var connection = server.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set password_encryption = 'scram-sha-256'");
            // of hexadecimal digits alone
            statement.execute("alter role postgres password '%s'".formatted(password));
            Files.writeString(rules, ASK);
            statement.execute("select pg_reload_conf()");
        }
    }
}
