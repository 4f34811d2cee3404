package io.cameleer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Lying bars with their names and figures, as SVG; readable on light and on dark pages. */
final class BarChart {
    private static final int ROW = 28;
    private static final int NAMES = 220;
    private static final int BARS = 440;
    private static final int FIGURES = 70;
    private static final int HEADER = 34;
    private static final int FOOTER = 30;

    private BarChart() {}

    /** @param figures by name, the first as what the others are compared with */
    static String svg(String title, Map<String, Double> figures) {
        double most = figures.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        var svg = new StringBuilder();
        int height = HEADER + ROW * figures.size() + FOOTER;
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                NAMES + BARS + FIGURES, height));
        svg.append(format("<rect width=\"100%%\" height=\"100%%\" rx=\"6\" fill=\"#fff\"/>%n"));
        svg.append(format("<text x=\"10\" y=\"22\" font-weight=\"bold\">%s</text>%n", title));
        int row = 0;
        for (var figure : figures.entrySet()) {
            int y = HEADER + ROW * row;
            double width = BARS * figure.getValue() / most;
            svg.append(format("<text x=\"10\" y=\"%d\">%s</text>%n", y + 17, figure.getKey()));
            svg.append(format(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>%n",
                    NAMES, y + 4, width, ROW - 8, row == 0 ? "#8a8f98" : "#c2703d"));
            svg.append(format("<text x=\"%.0f\" y=\"%d\">%.1f</text>%n", NAMES + width + 6, y + 17, figure.getValue()));
            row++;
        }
        svg.append(format("<text x=\"10\" y=\"%d\" fill=\"#6b7078\">%s</text>%n", height - 10, machine()));
        return svg.append("</svg>\n").toString();
    }

    /** What it was measured on, as far as Linux says. */
    private static String machine() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            var model = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
            return format("%d cores, %s", Runtime.getRuntime().availableProcessors(), model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
