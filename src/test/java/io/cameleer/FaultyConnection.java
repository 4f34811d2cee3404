package io.cameleer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A way to a real server that can be made to fail. What comes in on its port goes on to the server and back, piece by
 * piece, unless a {@link Fault} has it otherwise; it can be switched off and on again on the same port.
 */
public final class FaultyConnection implements AutoCloseable {
    private static final Fault NONE = (direction, piece) -> Fate.PASS;

    private final String host;
    private final int serverPort;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket door;
    private volatile Fault fault = NONE;

    /** Which way a piece goes. */
    public enum Direction {
        REQUEST,
        ANSWER
    }

    /** What becomes of a piece. */
    public sealed interface Fate {
        Fate PASS = new Pass();
        Fate CUT = new Cut();
        Fate PASS_AND_CUT = new PassAndCut();
        Fate STALL = new Stall();

        /** It goes on. */
        record Pass() implements Fate {}

        /** It goes nowhere, and both sides see the connection end. */
        record Cut() implements Fate {}

        /** It goes on, and then both sides see the connection end. */
        record PassAndCut() implements Fate {}

        /** It goes nowhere, and nothing else happens until the connection is closed from outside. */
        record Stall() implements Fate {}

        /** It goes nowhere; this is the answer to it. */
        record Reply(byte[] answer) implements Fate {}
    }

    /** Decides what becomes of each piece that comes by. Called by many threads. */
    public interface Fault {
        Fate of(Direction direction, byte[] piece);
    }

    private FaultyConnection(String host, int serverPort) throws IOException {
        this.host = host;
        this.serverPort = serverPort;
        open(0);
        this.port = door.getLocalPort();
    }

    /** A way that works, to begin with. */
    public static FaultyConnection to(String host, int port) {
        try {
            return new FaultyConnection(host, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** From here on pieces fare as the fault says. */
    public FaultyConnection with(Fault newFault) {
        fault = newFault;
        return this;
    }

    /** From here on everything passes. */
    public void repair() {
        fault = NONE;
    }

    /** Connections are refused, and those there are end. */
    public void off() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.forEach(Link::cut);
    }

    /** Connections are taken again. */
    public void on() {
        try {
            open(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        off();
    }

    /** The connection is cut each time that so many bytes have gone that way since the last time. */
    public static Fault cutEvery(Direction way, long bytes, int times) {
        var left = new AtomicLong(bytes);
        var cuts = new AtomicInteger(times);
        return (direction, piece) -> {
            if (direction == way && cuts.get() > 0 && left.addAndGet(-piece.length) <= 0) {
                left.set(bytes);
                cuts.decrementAndGet();
                return Fate.CUT;
            }
            return Fate.PASS;
        };
    }

    /** The so many first pieces that go that way and hold the text fare as given. */
    public static Fault first(int times, Direction way, String text, Fate fate) {
        return nth(0, times, way, piece -> contains(piece, text), fate);
    }

    /** Of the pieces that go that way and are meant, some pass and the next so many fare as given. */
    public static Fault nth(int passing, int times, Direction way, Predicate<byte[]> meant, Fate fate) {
        var seen = new AtomicInteger();
        return (direction, piece) -> {
            if (direction != way || !meant.test(piece)) {
                return Fate.PASS;
            }
            int number = seen.getAndIncrement();
            return number >= passing && number < passing + times ? fate : Fate.PASS;
        };
    }

    /** Of the pieces that go that way, the one with the last of some texts that come one after the other fares as given. */
    public static Fault last(Direction way, Fate fate, String... texts) {
        var next = new AtomicInteger();
        Predicate<byte[]> isNext =
                piece -> next.get() < texts.length && contains(piece, texts[next.get()]) && next.incrementAndGet() > 0;
        return nth(texts.length - 1, 1, way, isNext, fate);
    }

    /** Whether a piece holds a text. */
    public static boolean contains(byte[] piece, String text) {
        return new String(piece, ISO_8859_1).contains(text);
    }

    private void open(int wanted) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        door = socket;
        daemon(() -> {
            while (true) {
                var client = socket.accept();
                try {
                    var link = new Link(client, new Socket(host, serverPort));
                    links.add(link);
                    daemon(() -> link.pump(Direction.REQUEST, link.client, link.server));
                    daemon(() -> link.pump(Direction.ANSWER, link.server, link.client));
                } catch (IOException e) {
                    client.close(); // the server is down: so is the way to it
                }
            }
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // the connection has ended, as it may
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** One client's connection, with its other half to the server. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final CountDownLatch ended = new CountDownLatch(1);

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Direction direction, Socket from, Socket to) throws IOException, InterruptedException {
            var buffer = new byte[16 * 1024];
            try (from;
                    to) {
                var in = from.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    var piece = Arrays.copyOf(buffer, length);
                    var fate = fault.of(direction, piece);
                    if (fate instanceof Fate.Cut) {
                        return;
                    } else if (fate instanceof Fate.Stall) {
                        ended.await();
                    } else if (fate instanceof Fate.Reply reply) {
                        from.getOutputStream().write(reply.answer());
                    } else {
                        to.getOutputStream().write(piece);
                        if (fate instanceof Fate.PassAndCut) {
                            return;
                        }
                    }
                }
            } finally {
                links.remove(this);
                ended.countDown();
            }
        }

        void cut() {
            try (client;
                    server) {
                ended.countDown();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
