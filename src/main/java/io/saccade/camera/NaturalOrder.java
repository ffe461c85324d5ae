package io.saccade.camera;

import java.io.Serializable;
import java.util.Comparator;

/** Orders names as people do: runs of digits count as numbers, so that {@code f2} comes before {@code f10}. */
enum NaturalOrder implements Comparator<String>, Serializable {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = runEnd(a, i);
            int endB = runEnd(b, j);
            int order = digit(a, i) && digit(b, j)
                    ? compareNumbers(a.substring(i, endA), b.substring(j, endB))
                    : a.substring(i, endA).compareTo(b.substring(j, endB));
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        // Names that differ in leading zeros alone still need one order.
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        String x = a.replaceFirst("^0+", "");
        String y = b.replaceFirst("^0+", "");
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }

    private static int runEnd(String text, int from) {
        int end = from + 1;
        while (end < text.length() && digit(text, from) && digit(text, end)) {
            end++;
        }
        return end;
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
