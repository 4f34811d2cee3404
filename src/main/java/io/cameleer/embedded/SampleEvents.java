package io.cameleer.embedded;

import java.util.List;

/**
 * Events of a small shop as RudderStack stores them, one JSON line after another, without end. The same arguments give
 * the same bytes, whatever the JVM, the machine and the day. Not thread-safe.
 *
 * <p>Customers come in sessions: they look, search, fill a cart, some check out; some say who they are. About one track
 * event in five lacks something that others have.
 */
public final class SampleEvents {
    private static final int USERS = 400;
    private static final int OPEN_SESSIONS = 12;
    private static final int AVERAGE_STEP_MILLIS = 140_000;

    /**
     * What is not as it should be, each as "one line in so many"; 0 for never.
     *
     * @param broken lines that are no usable event: cut short, of unknown type, no JSON at all
     * @param retried lines that come twice, as after a retry of the sender
     * @param odd values of another type than the property has elsewhere, or that PostgreSQL cannot hold
     * @param oddFrom the line from which on there are odd values
     */
    public record Flaws(int broken, int retried, int odd, int oddFrom) {
        public static final Flaws NONE = new Flaws(0, 0, 0, 0);
        public static final Flaws FEW = new Flaws(600, 290, 20, 2400);
    }

    private static final class Session {
        SampleUser user;
        long id;
        int steps;
        int length;
        int cart;
    }

    private final SampleSource source;
    private final Flaws flaws;
    private final Dice dice;
    private final List<SampleUser> users;
    private final Session[] sessions = new Session[OPEN_SESSIONS];
    private final SampleTime time = new SampleTime();
    private final SampleTracks tracks;
    private final StringBuilder previous = new StringBuilder();
    private long now;
    private long count;

    /** @param startMillis the moment of the first event, in milliseconds since 1970 */
    public SampleEvents(long seed, SampleSource source, long startMillis, Flaws flaws) {
        this.source = source;
        this.flaws = flaws;
        this.now = startMillis;
        this.dice = new Dice(seed * 31 + source.ordinal());
        // without the source in the seed: the same people use the web site and the app
        this.users = SampleUser.many(USERS, seed, source);
        this.tracks = new SampleTracks(dice, time);
    }

    /** The moment of the last event that was given. */
    public long now() {
        return now;
    }

    /** Appends the next line, without a line feed. */
    public void next(StringBuilder out) {
        count++;
        var start = out.length();
        if (isOneIn(flaws.retried()) && !previous.isEmpty()) {
            out.append(previous);
            return;
        }
        now += 1 + dice.below(2 * AVERAGE_STEP_MILLIS - 1);
        if (isOneIn(flaws.broken())) {
            broken(out, start);
            return;
        }
        event(out);
        if (flaws.retried() > 0 && (count + 1) % flaws.retried() == 0) {
            previous.setLength(0);
            previous.append(out, start, out.length());
        }
    }

    private boolean isOneIn(int lines) {
        return lines > 0 && count % lines == 0;
    }

    private void broken(StringBuilder out, int start) {
        switch ((int) (count / flaws.broken() % 3)) {
            case 0 -> out.append("<html><body><h1>502 Bad Gateway</h1></body></html>");
            case 1 -> {
                event(out);
                out.setLength(start + (out.length() - start) * 2 / 3);
            }
            default -> {
                out.append("{\"type\":\"heartbeat\"");
                tail(out, session());
            }
        }
    }

    private void event(StringBuilder out) {
        var session = session();
        var dieRoll = dice.below(100);
        if (session.steps == 1 || dieRoll < 12) {
            view(out);
        } else if (session.user.known() && (session.steps == 2 || dieRoll < 15)) {
            out.append("{\"type\":\"identify\",\"traits\":{").append(session.user.traits());
            out.append(",\"age\":").append(18 + dice.below(60));
            out.append(",\"lifetime_value\":").append(dice.below(5000)).append(".5");
            out.append(",\"interests\":[\"gardening\",\"Käse\"],\"birthday\":\"1990-0")
                    .append(1 + dice.below(9));
            out.append("-15\"}");
        } else if (dieRoll < 16) {
            out.append("{\"type\":\"group\",\"groupId\":\"company-").append(dice.below(20));
            out.append("\",\"traits\":{\"name\":\"Müller & Söhne\",\"employees\":")
                    .append(1 + dice.below(900));
            out.append(",\"industry\":\"retail\"}");
        } else if (dieRoll < 17) {
            out.append("{\"type\":\"alias\",\"previousId\":\"")
                    .append(session.user.anonymousId())
                    .append('"');
        } else {
            out.append("{\"type\":\"track\"");
            session.cart = tracks.append(out, session.cart, now, isOdd());
        }
        tail(out, session);
    }

    private boolean isOdd() {
        return count >= flaws.oddFrom() && isOneIn(flaws.odd());
    }

    private void view(StringBuilder out) {
        var place = dice.of(SampleTracks.PLACES);
        if (source == SampleSource.WEB) {
            out.append("{\"type\":\"page\",\"name\":\"").append(place).append("\",\"category\":\"shop\",");
            out.append("\"properties\":{\"path\":\"/").append(place);
            out.append("\",\"referrer\":\"$direct\",\"search\":\"\",\"title\":\"")
                    .append(place);
            out.append(" · Giraffe Goods\",\"url\":\"https://shop.example.com/")
                    .append(place)
                    .append('"');
        } else {
            out.append("{\"type\":\"screen\",\"name\":\"").append(place).append("\",\"properties\":{");
            out.append("\"automatic\":true,\"previous_screen\":\"Home\"");
        }
        out.append(",\"load_ms\":").append(80 + dice.below(2000)).append('}');
    }

    /** An open session, one step on; a new one in the place of one that has ended. */
    private Session session() {
        var place = dice.below(OPEN_SESSIONS);
        var session = sessions[place];
        if (session == null || session.steps >= session.length) {
            session = new Session();
            session.user = users.get(dice.below(USERS));
            session.id = now / 1000;
            session.length = 3 + dice.below(25);
            sessions[place] = session;
        }
        session.steps++;
        return session;
    }

    /** What all events have. */
    private void tail(StringBuilder out, Session session) {
        var user = session.user;
        out.append(",\"messageId\":\"");
        dice.uuid(out);
        out.append("\",\"anonymousId\":\"").append(user.anonymousId()).append('"');
        // whoever is known is so from the second step on
        var known = user.known() && session.steps > 1;
        out.append(",\"userId\":").append(known ? user.id() : "\"\"");
        out.append(",\"channel\":\"").append(source.channel()).append("\",\"context\":{");
        out.append(user.device());
        if (known) {
            out.append(",\"traits\":{").append(user.traits()).append('}');
        }
        if (source == SampleSource.WEB) {
            page(out);
        }
        out.append(",\"sessionId\":").append(session.id);
        out.append(session.steps == 1 ? ",\"sessionStart\":true}" : "}");
        out.append(",\"integrations\":{\"All\":true},\"rudderId\":\"").append(user.anonymousId());
        times(out);
        out.append("\",\"request_ip\":\"").append(user.ip()).append("\"}");
    }

    private void page(StringBuilder out) {
        var place = dice.of(SampleTracks.PLACES);
        out.append(",\"page\":{\"path\":\"/").append(place);
        out.append("\",\"referrer\":\"https://www.example.org/\",\"referring_domain\":\"www.example.org\"");
        out.append(",\"search\":\"\",\"title\":\"").append(place).append(" · Giraffe Goods\"");
        out.append(",\"url\":\"https://shop.example.com/").append(place).append("\"}");
        if (dice.percent(20)) {
            out.append(",\"campaign\":{\"source\":\"newsletter\",\"medium\":\"email\",\"name\":\"Frühling 2026\"}");
        }
    }

    private void times(StringBuilder out) {
        var sent = now + 100 + dice.below(3000);
        var received = sent + 40 + dice.below(400);
        out.append("\",\"originalTimestamp\":\"");
        time.append(out, now);
        out.append("\",\"sentAt\":\"");
        time.append(out, sent);
        out.append("\",\"receivedAt\":\"");
        time.append(out, received);
        // corrected by how far the sender's clock is off
        out.append("\",\"timestamp\":\"");
        time.append(out, received - (sent - now));
    }
}
