package dev.tallystick.bench;

/** How a throughput is told. */
enum Unit {
    /** Operations a second. */
    PER_SECOND("/s") {
        @Override
        double of(double operationsPerSecond) {
            return operationsPerSecond;
        }
    },
    /** Nanoseconds an operation. */
    NANOSECONDS("ns") {
        @Override
        double of(double operationsPerSecond) {
            return 1e9 / operationsPerSecond;
        }
    },
    /** Megabytes a second, where an operation is a kilobyte. */
    MEGABYTES_PER_SECOND("MB/s") {
        @Override
        double of(double operationsPerSecond) {
            return operationsPerSecond * 1024 / 1e6;
        }
    };

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    abstract double of(double operationsPerSecond);
}
