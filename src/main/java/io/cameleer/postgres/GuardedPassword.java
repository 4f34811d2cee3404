package io.cameleer.postgres;

import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;

/**
 * Gives the driver the password, but not where it would be sent in clear text to whoever is in between: the server, or
 * somebody in its place, chooses how it asks. Made by the driver, from the name of this class.
 */
public final class GuardedPassword implements AuthenticationPlugin {
    private static final String CLEAR_TEXT = "cameleer.password.clear-text";

    private final String password;
    private final boolean clearText;

    /** @param connection the driver's properties of a connection */
    public GuardedPassword(Properties connection) {
        password = PGProperty.PASSWORD.getOrDefault(connection);
        clearText = Boolean.parseBoolean(connection.getProperty(CLEAR_TEXT));
    }

    /**
     * What the driver is told.
     *
     * @param clearText whether the password may be sent as it is
     */
    static void install(Properties connection, boolean clearText) {
        connection.setProperty("authenticationPluginClassName", GuardedPassword.class.getName());
        connection.setProperty(CLEAR_TEXT, Boolean.toString(clearText));
    }

    @Override
    public char[] getPassword(AuthenticationRequestType asked) throws PSQLException {
        if (asked == AuthenticationRequestType.CLEARTEXT_PASSWORD && !clearText) {
            throw new ClearTextException();
        }
        return password == null ? null : password.toCharArray();
    }
}
