package io.cameleer.ledger;

import io.cameleer.row.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * Which of a file's rejected lines are kept: a few kilobytes of gzip may hold millions of them. Some hundreds of each reason
 * say all that there is to say, and the ledger is no copy of the file. The same lines are kept each time it is read.
 */
final class KeptRejects {
    /** Of one reason. */
    private static final int OF_A_REASON = 300;

    /** Of all together, as rows of the ledger. */
    private static final long BYTES = 8 << 20;

    /** Reasons that are told apart; there may be one for each line. */
    private static final int REASONS = 1000;

    private static final String OTHER = "other reasons";

    private final int most;
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, Long> notKept = new HashMap<>();
    private int kept;
    private long bytes;

    /** @param most how many lines are kept */
    KeptRejects(int most) {
        this.most = most;
    }

    /** Whether a rejected line, as a row of the ledger, is kept; otherwise it is counted. To be asked once of each, in order. */
    boolean add(Row reject) {
        var reason = reason(reject);
        int size = reject.to() - reject.from();
        if (seen.merge(reason, 1, Integer::sum) > OF_A_REASON || kept >= most || bytes + size > BYTES) {
            notKept.merge(reason, 1L, Long::sum);
            return false;
        }
        kept++;
        bytes += size;
        return true;
    }

    /** How many were not kept, by reason. */
    Map<String, Long> notKept() {
        return notKept;
    }

    private String reason(Row reject) {
        var cells = reject.cells();
        var reason = cells.find(reject.layout().find("reason")) ? cells.text() : OTHER;
        return seen.containsKey(reason) || seen.size() < REASONS ? reason : OTHER;
    }
}
