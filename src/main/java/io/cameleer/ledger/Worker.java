package io.cameleer.ledger;

import io.cameleer.postgres.SqlFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * This process in the ledger. Its lease says until when its claims hold, by the database's clock; every transaction that
 * loads rows checks it. Who finds a lease that has ended removes the process, and so takes over its files: such a removal
 * ends the transactions under way, and those that come later fail the check.
 */
public final class Worker {
    private final JdbcClient jdbc;
    private final String renewLease = SqlFile.text("renew-lease.sql");
    private final String sign = SqlFile.text("sign-transaction.sql");
    private final Duration lease;
    private final String machine = machineName();
    private final long process = ProcessHandle.current().pid();
    private volatile UUID id = UUID.randomUUID();
    private volatile boolean joined;

    public Worker(DataSource warehouse, Duration lease) {
        this.jdbc = JdbcClient.create(warehouse);
        this.lease = lease;
    }

    /** What claims are made under. */
    public UUID id() {
        return id;
    }

    /** Where this process runs. */
    public String machine() {
        return machine;
    }

    /** The id of this process on its machine. */
    public long processId() {
        return process;
    }

    /** Makes itself known, if it is not, or not any more; and removes those that are dead. */
    public void join() {
        removeDead();
        if (!renew()) {
            id = UUID.randomUUID();
            jdbc.sql(SqlFile.text("join-workers.sql"))
                    .params(id, machine, process, start(process), lease.toSeconds())
                    .update();
        }
        joined = true;
    }

    /** Prolongs the lease from time to time; before there is one, there is nothing to do. */
    public void heartbeat() {
        if (joined) {
            renew();
        }
    }

    /** Prolongs the lease; false if it has ended, or never began. */
    private boolean renew() {
        return jdbc.sql(renewLease).params(lease.toSeconds(), id).update() == 1;
    }

    /** Ends the lease; what it has claimed is free. A transaction that is still under way is rolled back. */
    public void leave() {
        endTransactions("end-transactions-of-worker.sql", id);
        jdbc.sql(SqlFile.text("remove-worker.sql")).param(id).update();
    }

    /** Names the transaction under way as this process's, so that it can be ended when the lease has. */
    void sign() {
        jdbc.sql(sign).param(id.toString()).query(String.class).single();
    }

    /** Those whose lease has ended, and those of this machine that do not run: their leases need not be waited for. */
    private void removeDead() {
        endTransactions("end-transactions-of-dead-workers.sql");
        jdbc.sql(SqlFile.text("remove-dead-workers.sql")).update();
        var dead = jdbc.sql(SqlFile.text("workers-of-machine.sql"))
                .param(machine)
                .query((row, i) -> start(row.getLong("process")).equals(row.getString("process_start"))
                        ? null
                        : row.getObject("id", UUID.class))
                .list();
        dead.stream().filter(gone -> gone != null).forEach(gone -> jdbc.sql(SqlFile.text("remove-worker.sql"))
                .param(gone)
                .update());
    }

    /** A process that is held up within a transaction holds locks that would be waited for as long. */
    private void endTransactions(String file, Object... parameters) {
        jdbc.sql(SqlFile.text(file)).params(parameters).query(Boolean.class).list();
    }

    /**
     * When a running process was started, blank if there is none; a process id alone may have been given to another since.
     * Where it is available, in ticks since the machine was: a time of the day would change when the clock is set.
     */
    private static String start(long process) {
        try {
            var stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            // the name in parentheses may hold anything; the 20th field behind it is the start
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        } catch (IOException e) {
            return ProcessHandle.of(process)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(running -> running.info().startInstant())
                    .map(Instant::toString)
                    .orElse("");
        }
    }

    /** Host name and process namespace: only where both are equal do process ids mean the same. */
    private static String machineName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        try {
            return host + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return host;
        }
    }
}
