import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.zip.ZipFile;

/** Downloads a zip, checks its SHA-512 and unpacks it: {@code java Fetch.java URL SHA512 FOLDER}. */
class Fetch {
    public static void main(String[] args) throws Exception {
        var folder = Files.createDirectories(Path.of(args[2]));
        var zip = Files.createTempFile(folder, "fetch", ".zip");
        try {
            System.err.println("Fetching " + args[0]);
            var digest = MessageDigest.getInstance("SHA-512");
            try (var in = new DigestInputStream(URI.create(args[0]).toURL().openStream(), digest)) {
                Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
            }
            var sum = HexFormat.of().formatHex(digest.digest());
            if (!sum.equals(args[1])) {
                throw new IOException("The SHA-512 of " + args[0] + " is " + sum + ", not " + args[1]);
            }
            unpack(zip, folder);
        } catch (IOException e) {
            System.err.println("Maven could not be fetched: " + e + ". Install Maven 3.8 or newer, or try again.");
            System.exit(1);
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : Collections.list(file.entries())) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("An entry of the zip points outside it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file.getInputStream(entry), target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
