package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Writes sizes as the API server stores them, such as 1Gi for 1024Mi. The operator would otherwise see a difference to
 * what it applied, and apply it again at every reconcile.
 */
final class StoredQuantity {
    private static final int BINARY = 1024;
    private static final int DECIMAL = 1000;
    private static final List<String> BINARY_UNITS = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL_UNITS = List.of("", "k", "M", "G", "T", "P", "E");

    private StoredQuantity() {}

    /** Returns a number of bytes with the largest unit that leaves it whole. */
    static Quantity ofBytes(Quantity size) {
        var bytes = size.getNumericalAmount().setScale(0, RoundingMode.CEILING);
        var isBinary = size.getFormat().endsWith("i") && bytes.compareTo(BigDecimal.valueOf(BINARY)) >= 0;
        return isBinary ? inUnits(bytes, BINARY, BINARY_UNITS) : inUnits(bytes, DECIMAL, DECIMAL_UNITS);
    }

    private static Quantity inUnits(BigDecimal bytes, int base, List<String> units) {
        var divisor = BigDecimal.valueOf(base);
        var amount = bytes;
        var unit = 0;
        while (unit < units.size() - 1
                && amount.signum() != 0
                && amount.remainder(divisor).signum() == 0) {
            amount = amount.divide(divisor);
            unit++;
        }
        return new Quantity(amount.toPlainString(), units.get(unit));
    }
}
