package dev.tallystick.node.config;

/**
 * One thing wrong in the configuration file.
 *
 * @param path where, as a JSON path: {@code $.network.rpc_interfaces.main.bind_address}
 * @param problem what is wrong and what to do about it
 */
record Violation(String path, String problem) {
    @Override
    public String toString() {
        return path + ": " + problem;
    }
}
