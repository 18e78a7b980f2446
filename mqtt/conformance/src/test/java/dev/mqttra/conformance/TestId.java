package dev.mqttra.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a test: {@code module:package.Class#method}, for one row of a wire table with the row's name in brackets behind.
 *
 * @param row empty where the whole method is meant
 */
record TestId(String module, String className, String method, String row) {
    private static final Pattern TEXT = Pattern.compile("([\\w/-]+):([\\w.]+)#(\\w+)(?:\\[(.+)])?");

    static TestId of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not module:package.Class#method or …#method[row]: " + text);
        }
        return new TestId(
                matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4) == null ? "" : matcher.group(4));
    }

    /** Where the class is written, from the root of the project. */
    String sourceFile() {
        return module + "/src/test/java/" + className.replace('.', '/') + ".java";
    }

    String simpleName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    @Override
    public String toString() {
        return module + ":" + className + "#" + method + (row.isEmpty() ? "" : "[" + row + "]");
    }
}
