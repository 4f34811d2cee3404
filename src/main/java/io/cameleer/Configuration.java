package io.cameleer;

import io.cameleer.copy.LoadOptions;
import io.cameleer.enrich.Origin;
import io.cameleer.event.MappingOptions;
import io.cameleer.ledger.Lease;
import io.cameleer.ledger.LedgerSettings;
import io.cameleer.naming.Namespace;
import io.cameleer.observe.ListenAddress;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.privacy.Privacy;
import io.cameleer.schema.SchemaContract;
import io.cameleer.settings.Settings;
import io.cameleer.sync.LoaderLimits;
import io.cameleer.sync.SyncOptions;
import java.util.Optional;

/**
 * The settings as they are understood: read and checked once, at the start, into a record for each concern, which is all
 * that whoever needs it is handed. What the routes and the SQL of {@code resources/sql} read by themselves, as placeholders
 * and properties, is checked by these records, too.
 *
 * @param observed where health and metrics can be asked for; empty if they cannot
 * @param loaders how many loaders there are, and how large what they hold may become
 */
record Configuration(
        Optional<ListenAddress> observed,
        SyncOptions sync,
        LoadOptions load,
        Lease lease,
        SchemaContract schema,
        Namespace namespace,
        ConnectionSettings connection,
        LedgerSettings ledger,
        Origin origin,
        MappingOptions mapping,
        Privacy privacy,
        LoaderLimits loaders) {
    /**
     * Reads the settings.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    static Configuration of(Settings settings) {
        return new Configuration(
                ListenAddress.of(settings),
                SyncOptions.of(settings),
                LoadOptions.of(settings),
                Lease.of(settings),
                SchemaContract.of(settings),
                Namespace.of(settings),
                ConnectionSettings.of(settings),
                LedgerSettings.of(settings),
                Origin.of(settings),
                MappingOptions.of(settings),
                Privacy.of(settings),
                LoaderLimits.of(settings));
    }
}
