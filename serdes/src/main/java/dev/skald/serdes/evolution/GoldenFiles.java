/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.evolution;

import static java.util.Objects.requireNonNull;

import dev.skald.serdes.registry.CompatibilityLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A check for tests, that whatever was ever stored can still be read and still means the same.
 *
 * <p>For each sample the directory holds every form that it ever had, {@code <sample>.<form>.<extension>} with forms
 * counted from 1, to be committed with the code and never changed. The check fails if
 *
 * <ul>
 *   <li>a sample is now stored in a form for which there is no file: nobody changes stored data without noticing;
 *   <li>a form, however old, cannot be read, or is read as something else than the sample, or than what {@link #reads}
 *       says;
 *   <li>forms break the {@linkplain #compatible level of compatibility} that was asked for;
 *   <li>a type that a sealed interface permits has no sample, or a file belongs to nothing.
 * </ul>
 *
 * <p>With {@code -D}{@value #RECORD}{@code =true} files that are missing are written instead; everything else is
 * checked as before. It needs no test framework: it throws an {@link AssertionError}.
 *
 * @param <T> the type of the values, with an {@code equals} that compares them
 */
public final class GoldenFiles<T> {

    /** The system property that has missing files written. */
    public static final String RECORD = "skald.golden.record";

    /** The topic that serdes are told. */
    public static final String TOPIC = "golden-files";

    private static final Pattern FILE = Pattern.compile("(?<sample>.+)\\.(?<form>[1-9][0-9]{0,6})");
    private static final Pattern SAMPLE = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final Class<T> type;
    private final GoldenFormat<T> format;
    private final Path directory;
    private final Map<String, T> samples = new LinkedHashMap<>();
    private final Map<String, T> readings = new LinkedHashMap<>();
    private CompatibilityLevel level = CompatibilityLevel.NONE;

    private GoldenFiles(Class<T> type, GoldenFormat<T> format, Path directory) {
        this.type = requireNonNull(type, "type");
        this.format = requireNonNull(format, "format");
        this.directory = requireNonNull(directory, "directory");
    }

    /**
     * Begins a check.
     *
     * @param directory where the files are, usually below {@code src/test/resources}
     */
    public static <T> GoldenFiles<T> of(Class<T> type, GoldenFormat<T> format, Path directory) {
        return new GoldenFiles<>(type, format, directory);
    }

    /** Adds a sample; its name, of letters, digits and hyphens, must stay. */
    public GoldenFiles<T> sample(String name, T value) {
        if (!SAMPLE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "expected letters, digits and hyphens as the name of a sample, but it is \"" + name + "\"");
        }
        if (samples.put(name, requireNonNull(value, "value")) != null) {
            throw new IllegalArgumentException("expected one sample " + name + ", but there are two");
        }
        return this;
    }

    /**
     * Says what an earlier form is read as, where that is not the sample: it lacked something, or its type is no longer
     * written and has no sample.
     */
    public GoldenFiles<T> reads(String sample, int form, T value) {
        readings.put(sample + "." + form, requireNonNull(value, "value"));
        return this;
    }

    /** Demands a level of compatibility between the forms of each sample; by default that they can be read, no more. */
    public GoldenFiles<T> compatible(CompatibilityLevel demanded) {
        level = requireNonNull(demanded, "demanded");
        return this;
    }

    /**
     * Checks everything.
     *
     * @throws AssertionError if something does not hold; the message says all that does not, and what to do
     */
    public void check() {
        Map<String, SortedMap<Integer, String>> files = read();
        List<String> problems = new ArrayList<>(missingSamples());
        samples.forEach((name, value) -> checkSample(name, value, files.getOrDefault(name, new TreeMap<>()), problems));
        files.forEach((name, forms) -> {
            if (!samples.containsKey(name)) {
                forms.forEach((form, text) -> checkReading(name, form, text, problems));
            }
        });
        if (!problems.isEmpty()) {
            throw new AssertionError("stored values of %s in %s:%n  %s"
                    .formatted(type.getName(), directory, String.join(System.lineSeparator() + "  ", problems)));
        }
    }

    private void checkSample(String name, T value, SortedMap<Integer, String> forms, List<String> problems) {
        String now = format.write(value);
        T copy = format.read(now);
        if (!copy.equals(value)) {
            problems.add("%s: expected %s after writing and reading, but it is %s".formatted(name, value, copy));
        }
        int last = forms.isEmpty() ? 0 : forms.lastKey();
        if (!now.equals(forms.get(last))) {
            missingForm(name, last + 1, now, forms.get(last), problems);
        }
        forms.forEach((form, text) -> checkReading(name, form, text, problems));
        List<String> earlier = new ArrayList<>(forms.values());
        earlier.remove(now);
        for (String message : format.incompatibilities(level, earlier, now)) {
            problems.add("%s: expected %s, but %s".formatted(name, level, message));
        }
    }

    private void missingForm(String name, int form, String now, @Nullable String before, List<String> problems) {
        Path file = directory.resolve(name + "." + form + "." + format.extension());
        if (Boolean.getBoolean(RECORD)) {
            write(file, now);
            return;
        }
        String was =
                before == null ? "is not recorded" : "is no longer stored as%n      %s%n    but as".formatted(before);
        problems.add(
                "%s %s%n      %s%n    If that is meant, run the test once with -D%s=true and commit %s; change no file."
                        .formatted(name, was, now, RECORD, file.getFileName()));
    }

    private void checkReading(String name, int form, String text, List<String> problems) {
        T expected = readings.getOrDefault(name + "." + form, samples.get(name));
        T value;
        try {
            value = format.read(text);
        } catch (RuntimeException e) {
            problems.add("%s.%d can no longer be read: %s%n      %s".formatted(name, form, e.getMessage(), text));
            return;
        }
        if (expected == null) {
            problems.add("%s.%d is read as %s, but nothing says what is expected: add reads(\"%s\", %d, …)"
                    .formatted(name, form, value, name, form));
        } else if (!value.equals(expected)) {
            problems.add("%s.%d: expected %s, but it is read as %s".formatted(name, form, expected, value));
        }
    }

    private List<String> missingSamples() {
        Set<Class<?>> leaves = new LinkedHashSet<>();
        collectLeaves(type, leaves);
        samples.values().forEach(sample -> leaves.remove(sample.getClass()));
        List<String> problems = new ArrayList<>();
        leaves.forEach(leaf -> problems.add("expected a sample of " + leaf.getName() + ", but there is none"));
        return problems;
    }

    private static void collectLeaves(Class<?> each, Set<Class<?>> leaves) {
        if (each.isSealed()) {
            for (Class<?> permitted : each.getPermittedSubclasses()) {
                collectLeaves(permitted, leaves);
            }
        } else {
            leaves.add(each);
        }
    }

    private Map<String, SortedMap<Integer, String>> read() {
        Map<String, SortedMap<Integer, String>> files = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        String ending = "." + format.extension();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : (Iterable<Path>) all.filter(path -> path.toString().endsWith(ending))::iterator) {
                String name = file.getFileName().toString();
                Matcher parts = FILE.matcher(name.substring(0, name.length() - ending.length()));
                if (!parts.matches()) {
                    throw new AssertionError("expected <sample>.<form>%s, but there is %s".formatted(ending, file));
                }
                files.computeIfAbsent(parts.group("sample"), none -> new TreeMap<>())
                        .put(
                                Integer.valueOf(parts.group("form")),
                                Files.readString(file).replace("\r\n", "\n").strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(requireNonNull(file.getParent()));
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
