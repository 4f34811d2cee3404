package io.cameleer.command;

import io.cameleer.ledger.KnownFiles;
import io.cameleer.ledger.LedgerSettings;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Warehouse;
import io.cameleer.settings.Settings;

/** The ledger, as the commands that show or change its files reach it. */
record LedgerAccess(ConnectionSettings connection, LedgerSettings ledger) {
    /** @throws io.cameleer.settings.InvalidSettingException if the settings make no sense: all that is wrong with them */
    static LedgerAccess of(Settings settings) {
        return settings.read(all -> new LedgerAccess(all.read(ConnectionSettings::of), all.read(LedgerSettings::of)));
    }

    /** Connections of its database, to be closed by the caller. */
    Warehouse warehouse() {
        return new Warehouse(connection);
    }

    /** The files of this storage and prefix. */
    KnownFiles files(Warehouse warehouse) {
        return new KnownFiles(warehouse, ledger.location(), ledger.prefix());
    }
}
