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
import java.util.List;
import java.util.Optional;

/**
 * The settings as they are understood: read and checked once, at the start, into a record for each concern, which is all
 * that whoever needs it is handed. What the routes and the SQL of {@code resources/sql} read by themselves, as placeholders
 * and properties, is checked by these records, too.
 *
 * @param observed where health and metrics can be asked for; empty if they cannot
 * @param loaders how many loaders there are, and how large what they hold may become
 * @param remarks what a person should know of the settings that is not wrong
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
        LoaderLimits loaders,
        List<String> remarks) {
    /**
     * Reads the settings.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense: all that is wrong with them
     */
    static Configuration of(Settings settings) {
        return settings.read(all -> new Configuration(
                all.read(ListenAddress::of),
                all.read(SyncOptions::of),
                all.read(LoadOptions::of),
                all.read(Lease::of),
                all.read(SchemaContract::of),
                all.read(Namespace::of),
                all.read(ConnectionSettings::of),
                all.read(LedgerSettings::of),
                all.read(Origin::of),
                all.read(MappingOptions::of),
                all.read(Privacy::of),
                all.read(LoaderLimits::of),
                all.remarks()));
    }
}
